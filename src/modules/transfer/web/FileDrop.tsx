import { Plural, useLingui } from '@lingui/react/macro'
import { useId, useState, type DragEvent, type ReactNode } from 'react'
import { classes } from '../../../web/ui/classes.ts'
import styles from './ImportPage.module.css'

type FileDropProps = { files: readonly { name: string }[]; multiple?: boolean; /** What may come, while nothing is chosen. */ children: ReactNode; onChoose: (files: readonly File[]) => unknown }

/** Where a file of rows is chosen or dropped; what was chosen stands there by its name. */
export function FileDrop({ files, multiple = false, children, onChoose }: FileDropProps) {
  const { t } = useLingui()
  const id = useId()
  const [over, setOver] = useState(false)
  const take = (chosen: FileList | null) => chosen && chosen.length > 0 && void onChoose([...chosen])
  const drag = (event: DragEvent, entered: boolean) => {
    event.preventDefault()
    setOver(entered)
  }
  const first = multiple ? t`Choose files` : t`Choose a file`
  const other = multiple ? t`Choose other files` : t`Choose another file`
  return (
    <div
      className={classes(styles.drop, over && styles.over)}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false)
        take(event.dataTransfer.files)
      }}
    >
      <input id={id} className={styles.file} type="file" multiple={multiple} accept=".csv,.tsv,.txt,.xlsx,.xlsm,.yml,.yaml,.json,.ndjson,.jsonl" aria-describedby={`${id}-help`} onChange={(event) => take(event.target.files)} />
      <label htmlFor={id} className={styles.choose}>
        {files.length === 0 ? first : other}
      </label>
      <p id={`${id}-help`} className={styles.dropped}>
        {files.length > 1 ? <Plural value={files.length} one="# file" other="# files" /> : (files[0]?.name ?? children)}
      </p>
    </div>
  )
}
