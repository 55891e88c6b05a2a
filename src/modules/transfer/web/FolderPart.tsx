import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { read } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { saveFile } from '../../../web/elements/csv.ts'
import { useSession } from '../../../web/session.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { exportSms } from '../sms.contract.ts'
import styles from './ImportPage.module.css'

/** The system as files that people can read, keep in a repository and bring elsewhere. */
export function FolderPart() {
  const { t } = useLingui()
  const asOf = useAsOf()
  const key = useSession().data?.organisation?.key ?? 'sms'
  const save = useMutation<void, Error, void>({ mutationFn: () => saveZip(key, asOf) })
  return (
    <Section title={<Trans>The system as files</Trans>}>
      <p className={styles.notice}>
        <Trans>Every element is one YAML file named by its key, with its prose beside it as Markdown, and schemas for editors. Nothing is lost: read into another organisation, the files come out the same.</Trans>
      </p>
      <p className={styles.notice}>
        <Trans>In the terminal: bin/wellrun sms export, import and diff.</Trans>
      </p>
      <ProblemNote error={save.error} />
      <div className={styles.verbs}>
        <Button busy={save.isPending} onClick={() => save.mutate()}>
          {asOf ? t`Export as of ${asOf}` : t`Export as a folder`}
        </Button>
      </div>
    </Section>
  )
}

// The same system gives the same archive: no entry carries the hour of its making.
const made = new Date(1980, 0, 1)

async function saveZip(key: string, asOf: string | undefined): Promise<void> {
  const [{ strToU8, zipSync }, exported] = await Promise.all([import('fflate'), read(exportSms, asOf ? { asOf } : {})])
  const folder = `${key}-${exported.asOf}`
  const entries = Object.fromEntries(exported.files.map(({ name, text }) => [`${folder}/${name}`, strToU8(text)]))
  saveFile(`${folder}.zip`, zipSync(entries, { mtime: made }), 'application/zip')
}
