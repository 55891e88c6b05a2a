import { expect, it } from 'vitest'
import { calendarFile } from './calendar-file.ts'

it('A calendar holds the entries that it was given and nothing that a name or a title smuggles in', () => {
  const evil = 'A\r\nBEGIN:VEVENT\nSUMMARY:Not so\rEND:VEVENT\u2028\u0085x'
  const text = calendarFile([{ id: 'one', on: '2026-03-02', title: evil, about: evil, path: '/policies/POL-1', changedAt: '2026-03-01T00:00:00Z' }], { name: evil, url: 'https://wellrun.example', organisationId: 'o' })
  const lines = text.replaceAll('\r\n ', '').split(/\r\n|[\r\n\u2028\u0085]/)
  expect(lines.filter((line) => /^(BEGIN|END):VEVENT|^SUMMARY/.test(line))).toEqual(['BEGIN:VEVENT', expect.stringMatching(/^SUMMARY:A\\nBEGIN/), 'END:VEVENT'])
})
