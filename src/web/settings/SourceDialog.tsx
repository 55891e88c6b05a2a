import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import type { z } from 'zod'
import { changeSource, createSource, listSourceKinds, type ListedSource } from '../../connectors/source.contract.ts'
import { useAction, useQueryOf } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, Leave } from '../ui/Dialog.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { CopyKey } from '../ui/KeyLink.tsx'
import { faultAt, ProblemNote } from '../ui/Problem.tsx'
import { Select } from '../ui/Select.tsx'
import { TextArea, TextField } from '../ui/TextField.tsx'
import styles from './Settings.module.css'

type Kind = z.infer<(typeof listSourceKinds)['output']>['kinds'][number]
type Filled = { name: string; kind: string; settings: Record<string, string>; secret: string; mapping: string; everyMinutes: string }

/** Adds a source, or changes one; a tool that sends is shown its address and secret once. */
export function SourceDialog({ source, onClose }: { source?: ListedSource; onClose: () => void }) {
  const { t } = useLingui()
  const kinds = useQueryOf(listSourceKinds)
  const make = useAction(createSource)
  const change = useAction(changeSource)
  const title = source ? t`Change ${source.name}` : t`Add a source`
  if (make.data?.secret) return <Shown path={make.data.path ?? ''} secret={make.data.secret} onClose={onClose} />
  if (!kinds.data) {
    return (
      <Dialog open onClose={onClose} title={title}>
        <ProblemNote error={kinds.error} />
        {!kinds.error && <Waiting label={t`Kinds of sources`} rows={4} />}
      </Dialog>
    )
  }
  const save = async ({ name, kind, settings, secret, mapping, everyMinutes }: Filled) => {
    const given = { name, settings, mapping, everyMinutes: Number(everyMinutes) }
    const done = source
      ? await change.mutateAsync({ source: source.id, revision: source.revision, ...given, ...(secret && { secret }) }).catch(() => undefined)
      : await make.mutateAsync({ kind, secret, ...given }).catch(() => undefined)
    if (done && !('secret' in done && done.secret)) onClose()
  }
  return (
    <Dialog open onClose={onClose} title={title}>
      <SourceForm kinds={kinds.data.kinds} {...(source && { source })} error={make.error ?? change.error} busy={make.isPending || change.isPending} save={save} />
    </Dialog>
  )
}

type FormProps = { kinds: readonly Kind[]; source?: ListedSource; error: Error | null; busy: boolean; save: (filled: Filled) => Promise<void> }

function SourceForm({ kinds, source, error, busy, save }: FormProps) {
  const { t } = useLingui()
  const [filled, fill] = useState(() => begun(kinds, source))
  const kind = kinds.find((each) => each.kind === filled.kind) ?? kinds[0]!
  const set = (part: Partial<Filled>) => fill((before) => ({ ...before, ...part }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(filled)
  }
  return (
    <form className={styles.dialog} onSubmit={submit} noValidate>
      <ProblemNote error={error} shown={['name', 'secret', 'mapping', 'everyMinutes', ...kind.settings.map((each) => `settings.${each.name}`)]} />
      {!source && <Select label={t`Tool`} value={filled.kind} onChange={(next) => next && fill(begun(kinds, undefined, next, filled.name))} choices={kinds.map((each) => ({ value: each.kind, label: each.name }))} />}
      <TextField label={t`Name`} required value={filled.name} onChange={(name) => set({ name })} fault={faultAt(error, 'name')} />
      {kind.settings.map((each) => {
        const value = filled.settings[each.name] ?? ''
        const choose = (next: string | null) => set({ settings: { ...filled.settings, [each.name]: next ?? '' } })
        return each.choices.length > 0 ? (
          <Select key={each.name} label={each.label} value={value} onChange={choose} choices={each.choices.map((choice) => ({ value: choice, label: choice }))} />
        ) : (
          <TextField key={each.name} label={each.label} required={each.required} value={value} onChange={choose} fault={faultAt(error, `settings.${each.name}`)} />
        )
      })}
      {!kind.sends && <TextField label={t`Secret`} help={source ? t`Left empty, it stays as it is.` : kind.secret} type="password" required={!source} value={filled.secret} onChange={(secret) => set({ secret })} fault={faultAt(error, 'secret')} />}
      {!kind.sends && <TextField label={t`Every how many minutes`} value={filled.everyMinutes} onChange={(everyMinutes) => set({ everyMinutes })} fault={faultAt(error, 'everyMinutes')} />}
      <TextArea label={t`How rows become records`} help={t`A mapping in YAML, as for an import of a file. Change the values on the right to those of your routine.`} rows={12} spellCheck={false} required value={filled.mapping} onChange={(mapping) => set({ mapping })} fault={faultAt(error, 'mapping')} />
      <div className={styles.foot}>
        <Leave><Trans>Cancel</Trans></Leave>
        <Button type="submit" look="primary" busy={busy}>{source ? <Trans>Save</Trans> : <Trans>Add it</Trans>}</Button>
      </div>
    </form>
  )
}

function begun(kinds: readonly Kind[], source?: ListedSource, chosen?: string, name = ''): Filled {
  const kind = kinds.find((each) => each.kind === (source?.kind ?? chosen)) ?? kinds[0]!
  const settings = Object.fromEntries(kind.settings.map((each) => [each.name, String(source?.settings[each.name] ?? each.default)]))
  return { name: source?.name ?? name, kind: kind.kind, settings, secret: '', mapping: source?.mapping ?? kind.mapping, everyMinutes: String(source?.everyMinutes ?? 5) }
}

function Shown({ path, secret, onClose }: { path: string; secret: string; onClose: () => void }) {
  const { t } = useLingui()
  const address = new URL(path, window.location.origin).href
  return (
    <Dialog open onClose={onClose} title={t`Where the tool sends to`} description={t`The secret is shown this once. The tool signs with it (Standard Webhooks), or sends it as bearer token.`} verbs={<Button look="primary" onClick={onClose}><Trans>Done</Trans></Button>}>
      {[address, secret].map((text) => (
        <p key={text} className={styles.inline}>
          <code className={styles.secret}>{text}</code>
          <CopyKey text={text} />
        </p>
      ))}
    </Dialog>
  )
}
