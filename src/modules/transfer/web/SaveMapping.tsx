import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useAction } from '../../../web/api.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { ProblemNote, faultAt } from '../../../web/ui/Problem.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { saveMapping, type MappingView } from '../transfer.contract.ts'

/** Keeps the mapping under a name, so that the next list of this shape needs none. */
export function SaveMapping({ importing, saved }: { importing: { text: string; mapping: object | null }; saved: readonly MappingView[] }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const save = useAction(saveMapping)
  const replaced = saved.find((row) => row.name === name.trim())
  const submit = () =>
    save.mutate({ name, mapping: importing.text, ...(replaced ? { revision: replaced.revision } : {}) }, {
      onSuccess: () => {
        setOpen(false)
        say(t`Saved`, name)
      },
    })
  return (
    <>
      <Button look="quiet" small disabled={!importing.mapping} onClick={() => setOpen(true)}>{t`Save this mapping`}</Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t`Save this mapping`}
        verbs={
          <>
            <Leave>{t`Cancel`}</Leave>
            <Button look="primary" busy={save.isPending} onClick={submit}>{replaced ? t`Replace` : t`Save`}</Button>
          </>
        }
      >
        <TextField label={t`Name`} value={name} onChange={setName} required fault={faultAt(save.error, 'name')} help={replaced ? t`This replaces the one that is saved.` : undefined} />
        <ProblemNote error={save.error} shown={['name']} />
      </Dialog>
    </>
  )
}
