import { describe, expect, it } from 'vitest'
import { routine } from '../routines/routine.ts'
import { scope } from '../scope/scope.ts'
import { policy } from '../policies/policy.ts'
import type { Content } from '../../shared/difference.ts'
import { differencesBetween } from '../../shared/difference.ts'
import { mergeContents } from '../../shared/merge.ts'

const titles: Record<string, string> = { 'ROL-1': 'Service desk', 'ROL-2': 'Incident lead', r1: 'SMS owner', o1: 'Trust', s1: 'Mail', u1: 'Platform team' }
const titleOf = (reference: string) => titles[reference]

function content(body: object, more: Partial<Content> = {}): Content {
  return { title: 'One', accountable: null, reviewEvery: 'P1Y', links: [], body: body as Content['body'], ...more }
}

const step = (id: string, name: string, role: string) => ({ id, name, process: 'recover', role })
const workflow = (steps: object[], more: object = {}) => content(routine.body.parse({ steps, transitions: [{ from: 'assess', to: 'close', name: 'Restored' }], ...more }))
const said = (kind: Parameters<typeof differencesBetween>[0], before: Content, after: Content) =>
  differencesBetween(kind, before, after, titleOf).map(({ of, label, before: was, after: is }) => `${of ? `${of}: ` : ''}${label}: ${was ?? '–'} → ${is ?? '–'}`)

describe('a difference', () => {
  it('of a routine names steps, transitions and clocks, and roles by their titles', () => {
    const before = workflow([step('assess', 'Assess', 'ROL-1'), step('close', 'Close', 'ROL-1')])
    const clock = { id: 'respond', name: 'Respond', start: { at: 'entering', of: 'assess' }, stop: { at: 'leaving', of: 'assess' }, targets: [{ priority: '1', value: 15, unit: 'minutes' }] }
    const after = workflow([step('assess', 'Assess', 'ROL-2'), { ...step('close', 'Close', 'ROL-1'), end: true }], { clocks: [clock], transitions: [{ from: 'assess', to: 'close', name: 'Restored', guard: 'record.priority == "1"' }] })
    expect(said(routine, before, after)).toEqual([
      'Step Assess: Responsible role: Service desk → Incident lead',
      'Step Close: The routine may end here: no → yes',
      'Transition Assess → Close: Only when: – → record.priority == "1"',
      'Clock: – → Respond: starts entering assess; stops leaving assess; runs in elapsed; targets 1 15 minutes',
    ])
    expect(said(routine, workflow([]), workflow([], { transitions: [{ from: 'assess', to: 'close', name: 'Restored' }, { from: 'a', to: 'b', name: 'Go', guard: 'x' }] }))).toEqual(['Transition: – → a → b: Go (x)'])
    const longer = workflow([], { clocks: [{ ...clock, targets: [{ priority: '1', value: 30, unit: 'minutes' }] }] })
    expect(said(routine, workflow([], { clocks: [clock] }), longer)).toEqual(['Clock Respond, target for 1: Target: 15 → 30'])
  })

  it('of the scope names the cell', () => {
    const entry = (state: string) => ({ service: 's1', axis: 'unit', element: 'u1', state })
    expect(said(scope, content({ sentence: null, entries: [entry('in')] }), content({ sentence: null, entries: [entry('partly'), { ...entry('in'), element: '*' }] }))).toEqual([
      'Cell Mail × Platform team: State: in → partly', 'Cell: – → Mail × every unit: state in',
    ])
  })

  it('of a policy says which rule came, went or moved, and prose is for comparing word by word', () => {
    const body = (texts: string[], statement = 'Small and reversible, so that nothing breaks for long.') => policy.body.parse({ theme: 'change', statement, principles: texts.map((text) => ({ text })) })
    expect(said(policy, content(body(['A', 'B', 'C'])), content(body(['C', 'A', 'D'])))).toEqual(['Principle: B → –', 'Principle: – → D', 'Order of principles: A, C → C, A'])
    const [words] = differencesBetween(policy, content(body([])), content(body([], 'Small and reversible, so that nobody waits for long.')), titleOf)
    expect(words).toMatchObject({ label: 'Statement', form: 'words', path: 'body/statement' })
  })

  it('of a rule that was written anew in its place is read word by word, with its threshold, and as a whole where little is as it was', () => {
    const rules = (...texts: string[]) => content(policy.body.parse({ theme: 'change', principles: texts.map((text) => ({ text, threshold: null })) }))
    const before = rules('Every change has a way back.', 'Ask first.', 'Tell afterwards.')
    expect(differencesBetween(policy, before, rules('Every change has a rehearsed way back.', 'Ask first.', 'Say it.'), titleOf)).toEqual([
      { path: 'body/principles/Every change has a way back.', of: null, label: 'Principle', form: 'words', before: 'Every change has a way back.', after: 'Every change has a rehearsed way back.' },
      { path: 'body/principles/Tell afterwards.', of: null, label: 'Principle', form: 'value', before: 'Tell afterwards.', after: 'Say it.' },
    ])
    const limited = content(policy.body.parse({ theme: 'change', principles: [{ text: 'Few fail.', threshold: { quantity: 'Failures', comparator: 'at most', value: 10, unit: '%' } }] }))
    expect(said(policy, content(policy.body.parse({ theme: 'change' })), limited)).toEqual(['Principle: – → Few fail. (Failures at most 10 %)'])
  })

  it('names the envelope and the links, and nothing where nothing differs', () => {
    const before = content({}, { accountable: null, links: [{ type: 'serves', to: 'o1' }] })
    const after = content({}, { accountable: 'r1', reviewEvery: 'P6M', effectiveOn: '2027-01-01', links: [{ type: 'governs', to: 's1', note: 'all of it' }] })
    expect(said(policy, before, after)).toEqual(['Answers for it: – → SMS owner', 'Reviewed every: P1Y → P6M', 'Holds from: – → 2027-01-01', 'Serves: Trust → –', 'Governs: – → Mail (all of it)'])
    expect(said(policy, before, structuredClone(before))).toEqual([])
  })
})

describe('a merge', () => {
  it('of a rule that both wrote anew asks which one stands, and keeps it alone', () => {
    const rules = (...texts: string[]) => content(policy.body.parse({ theme: 'change', principles: texts.map((text) => ({ text, threshold: null })) }))
    const [base, mine, theirs] = [rules('Ask.', 'Tell.'), rules('Ask today.', 'Tell.'), rules('Ask this week.', 'Tell everybody.')]
    const texts = (merged: Content) => (merged.body['principles'] as { text: string }[]).map((each) => each.text)
    const { clashes } = mergeContents(policy.parts, base, mine, theirs)
    expect(clashes.map(({ path }) => path)).toEqual(['body/principles/Ask this week.'])
    for (const [side, rule] of [['mine', 'Ask today.'], ['theirs', 'Ask this week.']] as const) {
      expect(texts(mergeContents(policy.parts, base, mine, theirs, new Map([[clashes[0]!.path, side]])).content)).toEqual([rule, 'Tell everybody.'])
    }
  })

  it('of a routine tells transitions apart by their ends', () => {
    const body = (guard: string, name: string) => content(routine.body.parse({ transitions: [{ from: 'a', to: 'b', name, guard }, { from: 'b', to: 'c', name: 'On' }] }))
    const { content: merged, clashes } = mergeContents(routine.parts, body('', 'Go'), body('x > 1', 'Go'), body('', 'Go on'))
    expect(clashes).toEqual([])
    expect(merged.body['transitions']).toMatchObject([{ name: 'Go on', guard: 'x > 1' }, { name: 'On' }])
  })
})
