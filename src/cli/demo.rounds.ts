import type { StepOf } from '../modules/demo/script.ts'
import { kindOfKey, viewOf } from './demo.drafts.ts'
import type { Stage } from './demo.stage.ts'

/** Roles whose holders review themselves what they answer for; the SMS owner does it for the others. */
const reviewing: Record<string, string> = { 'ROL-3': 'service', 'ROL-4': 'routine', 'ROL-5': 'supplier', 'ROL-11': 'obligation', 'ROL-13': 'unit' }

/** Plans that elements are looked at, each on a day of its own within the time. */
export async function review(stage: Stage, { kinds, keys, except, within, note }: StepOf<'review'>, owner: string): Promise<void> {
  const all = [...keys]
  for (const kind of kinds) {
    const { rows } = await stage.read<{ rows: { key: string }[] }>(`${kind}.list`, { status: 'in force', sort: 'key', limit: '200' })
    all.push(...rows.map(({ key }) => key).filter((key) => !except.includes(key)))
  }
  for (const key of all) stage.after(Math.floor(stage.random() * (within + 1)), () => reviewOne(stage, key, note, owner))
}

async function reviewOne(stage: Stage, key: string, note: string, owner: string): Promise<void> {
  const view = await viewOf(stage, key)
  if (view.status !== 'in force') return
  const own = view.accountable && reviewing[view.accountable.key] === kindOfKey(key) ? view.accountable.holders.find((holder) => !holder.deputy) : undefined
  await stage.act(`${view.kind}.review`, { element: key, revision: view.revision, note }, own ? await stage.whoIs(own.personId) : owner)
}

type Duties = { version: number; rows: { id: string; acknowledgedAt: string | null }[] }

/** Plans that those whom policies concern acknowledge them, most of them in time and some not at all. */
export async function acknowledge(stage: Stage, { policies, people, within, share }: StepOf<'acknowledge'>): Promise<void> {
  for (const policy of policies) {
    const { rows, version } = await stage.read<Duties>('policy.acknowledgements', { policy })
    for (const { id, acknowledgedAt } of rows) {
      const who = await stage.whoIs(id)
      if (acknowledgedAt !== null || (people && !people.includes(who)) || stage.random() > share) continue
      stage.after(1 + Math.floor(stage.random() * within), async () => {
        if (!stage.hasLeft(who)) await stage.act('policy.acknowledge', { policy, version }, who)
      })
    }
  }
}
