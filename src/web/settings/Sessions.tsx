import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask, post } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { Row, Rows, Section } from '../ui/Facts.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import { instantInWords } from '../words.ts'
import styles from './Settings.module.css'

type OpenSession = { id: string; ip: string | null; agent: string | null; signedInAt: string; usedAt: string; current: boolean }

/** Where this account is signed in; any of them can be ended from here. */
export function Sessions() {
  const { t } = useLingui()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery({ queryKey: ['sessions'], queryFn: () => ask<{ sessions: OpenSession[] }>('/api/auth/sessions') })
  const end = useMutation({ mutationFn: (session?: string) => post('/api/auth/end-sessions', session ? { session } : {}), onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }) })
  const others = data?.sessions.some((session) => !session.current)
  return (
    <Section title={<Trans>Where you are signed in</Trans>}>
      <ProblemNote error={error ?? end.error} {...(error && { retry: () => void refetch() })} />
      {!data && !error && <Waiting label={t`Sessions`} rows={2} />}
      {data && (
        <Rows>
          {data.sessions.map((session) => {
            const since = instantInWords(session.signedInAt)
            const used = instantInWords(session.usedAt)
            return (
              <Row
                key={session.id}
                note={<><Trans>since {since}</Trans> · <Trans>last used {used}</Trans></>}
                end={
                  session.current ? (
                    <Trans>this one</Trans>
                  ) : (
                    <Button small look="quiet" onClick={() => end.mutate(session.id)}>
                      <Trans>End</Trans>
                    </Button>
                  )
                }
              >
                {browserOf(session.agent) || t`Unknown browser`}
                {session.ip && <span className={styles.soft}> · {session.ip}</span>}
              </Row>
            )
          })}
        </Rows>
      )}
      {others && (
        <div className={styles.verbs} style={{ paddingTop: '0.75rem' }}>
          <Button busy={end.isPending} onClick={() => end.mutate(undefined)}>
            <Trans>End all others</Trans>
          </Button>
        </div>
      )}
    </Section>
  )
}

function browserOf(agent: string | null): string {
  const text = agent ?? ''
  const browser = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']].find(([mark]) => text.includes(mark ?? ''))?.[1]
  const system = [['Windows', 'Windows'], ['Android', 'Android'], ['iPhone', 'iPhone'], ['Mac OS', 'macOS'], ['Linux', 'Linux']].find(([mark]) => text.includes(mark ?? ''))?.[1]
  return [browser, system].filter(Boolean).join(', ') || text.slice(0, 80)
}
