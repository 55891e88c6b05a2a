import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { createToken, listTokens, revokeToken } from '../../modules/organisation/token.contract.ts'
import { useAction, useQueryOf } from '../api.ts'
import { useToday } from '../session.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, Leave } from '../ui/Dialog.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { Row, Rows, Section } from '../ui/Facts.tsx'
import { CopyKey } from '../ui/KeyLink.tsx'
import { faultAt, ProblemNote } from '../ui/Problem.tsx'
import { Select } from '../ui/Select.tsx'
import { DayField, TextField } from '../ui/TextField.tsx'
import { dayInWords } from '../words.ts'
import styles from './Settings.module.css'

/** Tokens by which programs speak for a person; the text of one is shown once. */
export function Tokens() {
  const { t } = useLingui()
  const [making, setMaking] = useState(false)
  const { data, error, refetch } = useQueryOf(listTokens)
  const revoke = useAction(revokeToken)
  return (
    <Section title={<Trans>API tokens</Trans>} aside={<a href="/api"><Trans>API reference</Trans></a>}>
      <p className={styles.soft}>
        <Trans>A token lets a program read or write in your name, never more than you may. It is sent as a bearer token.</Trans>
      </p>
      <ProblemNote error={error ?? revoke.error} {...(error && { retry: () => void refetch() })} />
      {!data && !error && <Waiting label={t`API tokens`} rows={2} />}
      {data && data.rows.length > 0 && (
        <Rows>
          {data.rows.map((token) => {
            const created = dayInWords(token.createdAt, 'short')
            const expires = dayInWords(token.expiresAt, 'short')
            const revoked = dayInWords(token.revokedAt, 'short')
            return (
              <Row
                key={token.id}
                note={
                  <>
                    {token.prefix}… · {token.scopes.join(', ')} · <Trans>made {created} by {token.person.name}</Trans>
                    {expires && <> · <Trans>until {expires}</Trans></>}
                  </>
                }
                end={
                  revoked ? (
                    <Trans>revoked {revoked}</Trans>
                  ) : (
                    <Button small look="quiet" onClick={() => revoke.mutate({ token: token.id })}>
                      <Trans>Revoke</Trans>
                    </Button>
                  )
                }
              >
                {token.name}
              </Row>
            )
          })}
        </Rows>
      )}
      <div className={styles.verbs} style={{ paddingTop: '0.75rem' }}>
        <Button onClick={() => setMaking(true)}>
          <Trans>Make a token</Trans>
        </Button>
      </div>
      {making && <MakeToken onClose={() => setMaking(false)} />}
    </Section>
  )
}

function MakeToken({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const today = useToday()
  const make = useAction(createToken)
  const [name, setName] = useState('')
  const [scope, setScope] = useState<'read' | 'write'>('read')
  const [expiresOn, setExpires] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate({ name, scopes: scope === 'write' ? ['read', 'write'] : ['read'], ...(expiresOn && { expiresOn }) })
  }
  if (make.data) {
    return (
      <Dialog open onClose={onClose} title={t`Your new token`} description={t`It is shown this once. Copy it to where it is used.`} verbs={<Button look="primary" onClick={onClose}><Trans>Done</Trans></Button>}>
        <span className={styles.inline}>
          <code className={styles.secret}>{make.data.token}</code>
          <CopyKey text={make.data.token} />
        </span>
      </Dialog>
    )
  }
  return (
    <Dialog open onClose={onClose} title={t`Make a token`}>
      <form className={styles.dialog} onSubmit={submit} noValidate>
        <ProblemNote error={make.error} shown={['name', 'expiresOn']} />
        <TextField label={t`Name`} help={t`What will use it.`} required value={name} onChange={setName} fault={faultAt(make.error, 'name')} />
        <Select label={t`May`} value={scope} onChange={(next) => next && setScope(next)} choices={[{ value: 'read', label: t`read` }, { value: 'write', label: t`read and write` }]} />
        <DayField label={t`Expires`} help={t`Left empty, it holds until it is revoked.`} min={today} value={expiresOn} onChange={setExpires} fault={faultAt(make.error, 'expiresOn')} />
        <div className={styles.foot}>
          <Leave>
            <Trans>Cancel</Trans>
          </Leave>
          <Button type="submit" look="primary" busy={make.isPending}>
            <Trans>Make it</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
