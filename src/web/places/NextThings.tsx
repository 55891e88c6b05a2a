import { Trans, useLingui } from '@lingui/react/macro'
import { Link, type LinkProps } from '@tanstack/react-router'
import { a3PageQuery } from '../../modules/a3/a3.contract.ts'
import { useQueryOf } from '../api.ts'
import { Section } from '../ui/Facts.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import { StateMark } from '../ui/Marks.tsx'
import styles from './Begin.module.css'

type Thing = { id: string; done: boolean; words: string; to: LinkProps['to']; params?: LinkProps['params'] }

/** Do this next: what the system of today still lacks until the A3 is whole. */
export function NextThings() {
  const { t } = useLingui()
  const { data: page, error, refetch } = useQueryOf(a3PageQuery)
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />
  if (!page) return null
  const held = (rows: readonly unknown[]) => rows.length > 0
  const things: Thing[] = [
    { id: 'purpose', done: page.organisation.purpose !== '', words: t`Say what the organisation is for`, to: '/$path/$element/edit', params: { path: 'organisation', element: 'ORG-1' } },
    { id: 'service', done: page.scope.counts.services > 0, words: t`Add your first service`, to: '/$path', params: { path: 'services' } },
    { id: 'scope', done: page.scope.counts.in + page.scope.counts.partly > 0, words: t`Put it in scope`, to: '/scope' },
    { id: 'owner', done: page.smsOwner.holders.length > 0, words: t`Name the SMS owner`, to: '/$path', params: { path: 'roles' } },
    { id: 'objective', done: page.policies.some((row) => row.objectives.length + row.obligations.length > 0), words: t`Write an objective, and the policy that serves it`, to: '/$path', params: { path: 'objectives' } },
    { id: 'routine', done: held(page.routines), words: t`Describe the routine that matters most`, to: '/$path', params: { path: 'routines' } },
    { id: 'measure', done: held(page.measures), words: t`Choose a measure with a target`, to: '/$path', params: { path: 'measures' } },
    { id: 'review', done: held(page.reviews), words: t`Agree when you review it all`, to: '/$path', params: { path: 'reviews' } },
    { id: 'live', done: page.organisation.wentLiveOn !== null, words: t`Go live`, to: '/settings/$part', params: { part: 'organisation' } },
  ]
  return (
    <Section title={<Trans>Do this next</Trans>}>
      <ol className={styles.next}>
        {things.map((thing, at) => (
          <li key={thing.id}>
            <span className={styles.words}>{at + 1}</span>
            <Link to={thing.to} params={thing.params as never}>
              {thing.words}
            </Link>
            <StateMark state={thing.done ? 'met' : 'unknown'}>{thing.done ? <Trans>done</Trans> : <Trans>open</Trans>}</StateMark>
          </li>
        ))}
      </ol>
    </Section>
  )
}
