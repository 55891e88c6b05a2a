import { plural } from '@lingui/core/macro'

const units = [
  ['Y', (count: number) => plural(count, { one: '# year', other: '# years' })],
  ['M', (count: number) => plural(count, { one: '# month', other: '# months' })],
  ['W', (count: number) => plural(count, { one: '# week', other: '# weeks' })],
  ['D', (count: number) => plural(count, { one: '# day', other: '# days' })],
] as const

/** An ISO 8601 duration as people say it: P1Y → 1 year. */
export function spanInWords(duration: string | null | undefined): string {
  if (!duration) return ''
  const parts = [...duration.matchAll(/(\d+)([YMWD])/g)]
  const said = parts.flatMap(([, count, unit]) => units.filter(([letter]) => letter === unit).map(([, say]) => say(Number(count))))
  return said.length ? said.join(', ') : duration
}
