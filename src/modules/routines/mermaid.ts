import { inWords } from './expression.words.ts'
import type { RoutineBody } from './routine-body.ts'

/** A routine as a Mermaid state diagram (stateDiagram-v2), for whoever keeps drawings as text. */
export function mermaidOf(title: string, body: RoutineBody): string {
  const ids = new Map(body.steps.map((step, at) => [step.id, `s${at + 1}`]))
  const first = body.steps[0] && ids.get(body.steps[0].id)
  return [
    '---', `title: ${JSON.stringify(title)}`, '---', 'stateDiagram-v2',
    ...body.steps.map((step) => `  ${ids.get(step.id)}: ${plain(step.name)}`),
    ...(first ? [`  [*] --> ${first}`] : []),
    ...body.transitions.flatMap((each) => {
      const [from, to] = [ids.get(each.from), ids.get(each.to)]
      if (!from || !to) return []
      const conditions = [each.after && `after ${each.after}`, each.guard && inWords(body, each.guard)].filter(Boolean).join(', ')
      return [`  ${from} --> ${to}: ${plain(conditions ? `${each.name} [${conditions}]` : each.name)}`]
    }),
    ...body.steps.filter((step) => step.end).map((step) => `  ${ids.get(step.id)} --> [*]`),
    '',
  ].join('\n')
}

/** What Mermaid would read as its own signs becomes an entity. */
function plain(text: string): string {
  return text.replace(/[#;:{}<>"`]/g, (sign) => `#${sign.codePointAt(0)};`)
}
