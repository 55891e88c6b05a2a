import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import type { ActionContract } from '../../shared/contract.ts'
import { useAction } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, Leave } from '../ui/Dialog.tsx'
import { faultAt, ProblemNote } from '../ui/Problem.tsx'
import { TextArea } from '../ui/TextField.tsx'
import { say } from '../ui/Toast.tsx'
import { contractsOf } from './contracts.ts'
import type { WebKind } from './kinds.ts'
import { verbs, type ElementVerb } from './verbs.ts'

export type Subject = { key: string; title: string; revision: number }

type VerbDialogProps = { verb: ElementVerb; kind: WebKind; subjects: readonly Subject[]; onClose: () => void; onDone: () => void }

/** One verb on one element, or on each of several: says what it does, asks why, and names each that was refused. */
export function VerbDialog({ verb, kind, subjects, onClose, onDone }: VerbDialogProps) {
  const { t, i18n } = useLingui()
  const words = verbs[verb]
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const { run, busy, error, refused } = useVerb(verb, kind, subjects)
  const unsaid = asked && words.demands && !note.trim() ? t`Say why; it stays in the history.` : undefined
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (words.demands && !note.trim()) return
    if (await run(note.trim())) {
      say(i18n._(words.done), subjects.length === 1 ? `${subjects[0]?.key} ${subjects[0]?.title}` : t`${subjects.length} elements`)
      onDone()
    }
  }
  const only = subjects.length === 1 ? subjects[0] : undefined
  return (
    <Dialog open onClose={onClose} title={<>{only ? `${i18n._(words.label)}: ${only.title}` : t`${i18n._(words.label)}: ${subjects.length} elements`}</>} description={i18n._(words.says)}>
      <form onSubmit={submit} noValidate>
        <TextArea label={i18n._(words.note)} value={note} onChange={setNote} optional={!words.demands} required={words.demands ?? false} fault={unsaid ?? faultAt(error, 'reason') ?? faultAt(error, 'note')} />
        {(error || refused.length > 0) && (
          <div style={{ marginTop: '1rem' }}>
            {refused.length ? refused.map(({ subject, error: one }) => <ProblemNote key={subject.key} error={new Error(`${subject.key}: ${one.message}`)} />) : <ProblemNote error={error} shown={['reason', 'note']} />}
          </div>
        )}
        <div style={{ display: 'flex', justifyContent: 'end', gap: '0.625rem', paddingBlock: '1.25rem 1rem' }}>
          <Leave>
            <Trans>Cancel</Trans>
          </Leave>
          <Button type="submit" look={words.danger ? 'danger' : 'primary'} busy={busy}>
            {i18n._(words.label)}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

type Refused = { subject: Subject; error: Error }

function useVerb(verb: ElementVerb, kind: WebKind, subjects: readonly Subject[]) {
  const contract: ActionContract = contractsOf(kind)[verb]
  const action = useAction(contract)
  const [refused, setRefused] = useState<Refused[]>([])
  const run = async (note: string): Promise<boolean> => {
    const failures: Refused[] = []
    for (const subject of subjects) {
      const said = note ? { [verb === 'review' ? 'note' : 'reason']: note } : {}
      try {
        await action.mutateAsync({ element: subject.key, revision: subject.revision, ...said })
      } catch (error) {
        failures.push({ subject, error: error instanceof Error ? error : new Error(String(error)) })
      }
    }
    setRefused(subjects.length > 1 ? failures : [])
    return failures.length === 0
  }
  return { run, busy: action.isPending, error: subjects.length === 1 ? action.error : null, refused }
}
