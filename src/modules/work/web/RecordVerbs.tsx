import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../../web/ui/Button.tsx'
import { Icon } from '../../../web/ui/Icon.tsx'
import { Menu, type MenuItem } from '../../../web/ui/Menu.tsx'
import { recordContracts, type RecordView } from '../record.contract.ts'
import { CorrectDialog } from './CorrectDialog.tsx'
import { MarkDialog } from './MarkDialog.tsx'
import { MergeDialog } from './MergeDialog.tsx'
import { MigrateDialog } from './MigrateDialog.tsx'
import { useQuickAction } from './useRecordAction.ts'

type Verb = 'mark' | 'correct' | 'merge' | 'migrate'

/** Watching in one press, and behind a menu what is done rarely. */
export function RecordVerbs({ record, may }: { record: RecordView; may: (verb: keyof typeof recordContracts) => boolean }) {
  const { t } = useLingui()
  const [open, setOpen] = useState<Verb | null>(null)
  const watch = useQuickAction(recordContracts.watch, t`Watching could not be changed`)
  const close = () => setOpen(null)
  const verbs: [Verb, string, boolean][] = [
    ['mark', t`Record an instant`, record.open],
    ['correct', t`Correct something`, true],
    ['merge', t`Merge into another record`, record.open],
    ['migrate', t`Move to version ${record.newerVersion ?? ''} of the routine`, record.open && record.newerVersion !== null],
  ]
  const items: MenuItem[] = verbs.filter(([verb, , fits]) => fits && may(verb)).map(([id, label]) => ({ id, label, onSelect: () => setOpen(id) }))
  return (
    <>
      {may('watch') && (
        <Button look="quiet" aria-pressed={record.watching} busy={watch.busy} title={record.watchers.map((person) => person.name).join(', ')} onClick={() => void watch.run({ record: record.id, watching: !record.watching })}>
          {record.watching ? <Trans>Watching</Trans> : <Trans>Watch</Trans>}
        </Button>
      )}
      {items.length > 0 && (
        <Menu
          items={items}
          trigger={
            <Button look="quiet" aria-label={t`More verbs`}>
              <Icon name="more" />
            </Button>
          }
        />
      )}
      {open === 'mark' && <MarkDialog record={record} onClose={close} />}
      {open === 'correct' && <CorrectDialog record={record} onClose={close} />}
      {open === 'merge' && <MergeDialog record={record} onClose={close} />}
      {open === 'migrate' && <MigrateDialog routine={record.routine.id} only={{ key: record.key, version: record.routineVersion }} onClose={close} />}
    </>
  )
}
