import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { useAction } from '../../../web/api.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { instantInWords } from '../../../web/words.ts'
import { commentProposal } from '../proposal.contract.ts'
import styles from './Proposals.module.css'
import type { ProposalSeen } from './ProposedElements.tsx'

/** What was said about a proposal; nothing that was said is changed. */
export function Talk({ proposal }: { proposal: ProposalSeen }) {
  const { t } = useLingui()
  const comment = useAction(commentProposal)
  const [text, setText] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await comment.mutateAsync({ proposal: proposal.id, text }).catch(() => null)) setText('')
  }
  return (
    <Section title={<Trans>Comments</Trans>}>
      {proposal.comments.length === 0 && <p className={styles.soft}><Trans>Nobody has said anything yet. Whoever this concerns can ask or object here; it stays with the proposal.</Trans></p>}
      {proposal.comments.length > 0 && (
        <ol>
          {proposal.comments.map((one) => (
            <li key={one.id} className={styles.said}>
              <span className={styles.small}>
                <strong>{one.by.name}</strong>, {instantInWords(one.at)}
              </span>
              <p>{one.text}</p>
            </li>
          ))}
        </ol>
      )}
      {proposal.abilities.includes(commentProposal.name) && (
        <form className={styles.form} onSubmit={submit} noValidate>
          <ProblemNote error={comment.error} shown={['text']} />
          <TextArea label={t`Your comment`} value={text} onChange={setText} fault={faultAt(comment.error, 'text')} />
          <div>
            <Button type="submit" busy={comment.isPending} disabled={!text.trim()}>
              <Trans>Comment</Trans>
            </Button>
          </div>
        </form>
      )}
    </Section>
  )
}
