import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Problem } from '../shared/problem.ts'
import { problemAnswer } from './problems.ts'

const faultsOf = (schema: z.ZodType, input: unknown) => problemAnswer(schema.safeParse(input).error).body
const code = (code: string, extra: Record<string, unknown> = { severity: 'ERROR' }) => problemAnswer(Object.assign(new Error('relation "secret_table" line 7'), { code, ...extra }))

describe('a fault of input', () => {
  test('names every field and what would be right', () => {
    const schema = z.strictObject({
      title: z.string().min(1).max(5),
      body: z.strictObject({ principles: z.array(z.strictObject({ text: z.string().min(3) })).min(1), level: z.int().max(4), theme: z.enum(['risk', 'change']), on: z.iso.date() }),
    })
    expect(faultsOf(schema, { title: '', body: { principles: [{ text: 5 }, { text: 'a' }], level: 9, theme: 'other', on: 'soon', extra: 1 } })).toEqual({
      type: '/problems/invalid',
      status: 400,
      title: 'title: Write something here. There are 6 more faults.',
      faults: [
        { path: 'title', message: 'Write something here.' },
        { path: 'body.principles.0.text', message: 'Give a text.' },
        { path: 'body.principles.1.text', message: 'Give at least 3 characters.' },
        { path: 'body.level', message: 'Give a number of at most 4.' },
        { path: 'body.theme', message: 'Give one of "risk", "change".' },
        { path: 'body.on', message: 'Give a valid date.' },
        { path: 'body.extra', message: 'There is no such field. Remove it.' },
      ],
    })
  })

  test('says of a missing field that it is missing, and of a missing body what to give', () => {
    expect(faultsOf(z.strictObject({ title: z.string(), links: z.array(z.string()) }), {})).toMatchObject({
      title: 'title: Give a text; it is missing. There is 1 more fault.',
      faults: [{ path: 'title', message: 'Give a text; it is missing.' }, { path: 'links', message: 'Give a list; it is missing.' }],
    })
    expect(faultsOf(z.strictObject({ title: z.string() }), undefined)).toMatchObject({ title: 'Give an object; it is missing.' })
    expect(faultsOf(z.array(z.string()).max(1), ['a', 'b'])).toMatchObject({ title: 'Give at most 1 entry.' })
  })

  test('keeps the sentence that a contract has for itself', () => {
    expect(faultsOf(z.string().regex(/^P/, 'Give a cadence such as P1Y.'), 'x')).toMatchObject({ title: 'Give a cadence such as P1Y.' })
  })

  test('is short even for a thousand faults', () => {
    expect((faultsOf(z.array(z.string()), Array.from({ length: 1000 }, () => 1)).faults as unknown[]).length).toBe(100)
  })
})

describe('a fault of the database', () => {
  test.each([
    ['57P01', 503, 'The database does not answer. Try again in a moment.'],
    ['57P03', 503, 'The database does not answer. Try again in a moment.'],
    ['08006', 503, 'The database does not answer. Try again in a moment.'],
    ['53100', 503, 'The database has no disk space left. Nothing was changed.'],
    ['53300', 503, 'The database has no free connection. Try again in a moment.'],
    ['57014', 503, 'This took too long and was stopped. Nothing was changed; try again.'],
    ['40001', 409, 'Somebody changed the same thing at the same moment. Try again.'],
    ['40P01', 409, 'Somebody changed the same thing at the same moment. Try again.'],
    ['23505', 409, 'This exists already. Reload and use another key or name.'],
    ['22P05', 400, 'A text holds a character that cannot be stored (U+0000). Remove it.'],
    ['22021', 400, 'A text holds a character that cannot be stored (U+0000). Remove it.'],
    ['22003', 400, 'A value is too large or not of the form that is needed here.'],
  ])('%s becomes %i: %s', (state, status, title) => {
    const answer = code(state)
    expect(answer).toMatchObject({ status, body: { title, status }, reference: null })
    expect(JSON.stringify(answer)).not.toContain('secret_table')
  })

  test.each(['ECONNREFUSED', 'ENOENT', 'CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED'])('%s on the way to it says that it does not answer', (name) => {
    expect(code(name, name.startsWith('E') ? { syscall: 'connect' } : {})).toMatchObject({ status: 503, body: { title: 'The database does not answer. Try again in a moment.' } })
  })

  test('a file that is missing is not taken for a database that is down', () => {
    expect(code('ENOENT', { syscall: 'open' }).status).toBe(500)
  })
})

describe('anything else', () => {
  test('a refusal is answered as it is', () => {
    expect(problemAnswer(new Problem('conflict', 'Only a draft can be approved.')).body).toEqual({ type: '/problems/conflict', title: 'Only a draft can be approved.', status: 409 })
  })

  test('what nobody foresaw gets a reference and tells nothing of the inside', () => {
    const answer = problemAnswer(new TypeError('cannot read secret_table of undefined'))
    expect(answer.reference).toMatch(/^[0-9a-f]{10}$/)
    expect(answer).toMatchObject({ status: 500, body: { title: `Something went wrong here. Tell whoever runs this server the reference ${answer.reference}.` } })
    expect(JSON.stringify(answer)).not.toContain('secret_table')
    for (const thrown of [null, undefined, 'text', 7, {}, { statusCode: 'x' }]) expect(problemAnswer(thrown).status).toBe(500)
  })
})
