import { ask } from '../kernel/query.ts'
import { severities, type Severity } from '../modules/xray/check.ts'
import type { FindingView } from '../modules/xray/xray.contract.ts'
import { xrayQuery } from '../modules/xray/xray.queries.ts'
import { Problem } from '../shared/problem.ts'
import { chosenOrganisation } from './command.ts'
import type { Command } from './command.ts'
import { grounded } from './grounded.ts'

type Found = { asOf: string; elements: number; checks: { check: string; title: string; count: number }[]; findings: FindingView[] }

export const xrayCommand: Command = {
  words: 'xray', usage: 'xray [--as-of YYYY-MM-DD] [--fail-on high|medium|low] [--json]', about: 'Where the system does not hold together, and what mends it',
  options: { 'as-of': { type: 'string' }, 'fail-on': { type: 'string' } },
  operands: { least: 0, most: 0 },
  run: async (invocation) => {
    const { options, json, answer, note } = invocation
    const failOn = failingSeverity(options['fail-on'])
    const found = await grounded(invocation, async (ground) => {
      const organisation = await chosenOrganisation(ground, options.organisation)
      const input = { most: 100_000, ...(typeof options['as-of'] === 'string' ? { asOf: options['as-of'] } : {}) }
      return (await ask(ground.runtime, xrayQuery, input, { type: 'operator', organisationId: organisation.id })) as Found
    })
    if (json) answer(JSON.stringify(found.findings, null, 2))
    else answer(inWords(found))
    const failing = failOn === undefined ? [] : found.findings.filter((finding) => severities.indexOf(finding.severity) <= severities.indexOf(failOn))
    if (failing.length > 0) note(`${failing.length} ${failing.length === 1 ? 'finding is' : 'findings are'} of severity ${failOn} or graver.`)
    return failing.length > 0 ? 1 : 0
  },
}

function failingSeverity(given: unknown): Severity | undefined {
  if (given === undefined) return undefined
  const known = severities.find((severity) => severity === given)
  if (!known) throw new Problem('invalid', `--fail-on is ${severities.join(', ')}, not ${String(given)}.`)
  return known
}

function inWords({ asOf, elements, checks, findings }: Found): string {
  if (findings.length === 0) return `Nothing found in ${elements} elements as of ${asOf} by ${checks.length} checks.`
  const parts = severities.flatMap((severity) => {
    const some = findings.filter((finding) => finding.severity === severity)
    if (some.length === 0) return []
    const titles = new Map(checks.map(({ check, title }) => [check, title]))
    const groups = [...Map.groupBy(some, (finding) => finding.check)].map(([check, list]) => [`  ${titles.get(check)} (${list.length})`, ...list.map((finding) => `    ${(finding.element ?? '').padEnd(8)} ${finding.message} ${finding.mend.text}.`)].join('\n'))
    return [`${severity.toUpperCase()} (${some.length})`, ...groups]
  })
  return [`${findings.length} findings in ${elements} elements as of ${asOf}, by ${checks.length} checks.`, ...parts].join('\n')
}
