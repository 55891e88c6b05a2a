import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useSession } from '../../../web/session.ts'
import { numberInWords } from '../../../web/words.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import { Facts, Section } from '../../../web/ui/Facts.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import type { PreviewResult } from '../transfer.contract.ts'
import styles from './ImportPage.module.css'
import type { Importing } from './useImport.ts'

/** The counts, what becomes of the rows, and the one button. */
export function SummaryAside({ importing, preview }: { importing: Importing; preview: PreviewResult }) {
  const { t } = useLingui()
  const live = useSession().data?.organisation?.live ?? false
  const { bring, busy, draft, setDraft } = importing
  const faulty = preview.faults.length > 0 || importing.preview.isError
  const nothing = preview.written.elements + preview.written.people + preview.written.holders === 0
  return (
    <Section title={t`In figures`}>
      <Facts
        narrow
        rows={[
          { label: t`Read`, value: numberInWords(preview.read) },
          ...(faulty
            ? []
            : [
                { label: t`New`, value: numberInWords(preview.created) },
                { label: t`Changed`, value: numberInWords(preview.changed) },
                { label: t`Unchanged`, value: numberInWords(preview.unchanged) },
                { label: t`Rejected`, value: numberInWords(preview.rejectedInAll) },
              ]),
        ]}
      />
      <Also preview={preview} />
      {!live && <Checkbox label={t`Leave drafts`} help={t`Otherwise everything is in force from today.`} checked={draft} onChange={setDraft} />}
      {live && (
        <p className={styles.aside}>
          <Trans>The import becomes a proposal that somebody else approves.</Trans>
        </p>
      )}
      {bring.error && <ProblemNote error={bring.error} />}
      <Button look="primary" busy={busy || bring.isPending} disabled={faulty || nothing} onClick={() => bring.mutate()}>
        {live ? t`Propose` : t`Import`}
      </Button>
      {faulty && (
        <p className={styles.aside}>
          <Trans>Mend the mapping first.</Trans>
        </p>
      )}
      {!faulty && nothing && (
        <p className={styles.aside}>
          <Trans>There is nothing to change.</Trans>
        </p>
      )}
    </Section>
  )
}

function Also({ preview }: { preview: PreviewResult }) {
  const { people, holders } = preview.written
  if (people + holders === 0) return null
  return (
    <p className={styles.aside}>
      <Plural value={people} one="# person" other="# people" /> · <Plural value={holders} one="# holder of a role" other="# holders of roles" />
    </p>
  )
}
