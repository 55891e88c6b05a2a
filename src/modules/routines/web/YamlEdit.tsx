import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import type { Fault } from '../../../shared/kind.ts'
import type { Body } from '../../../web/forms/form.ts'
import styles from './RoutineEdit.module.css'
import { bodyOfYaml, placedFaults, yamlOf, type LineFault } from './yaml.ts'

type YamlEditProps = { body: Body; faults: readonly Fault[]; onChange: (body: Body) => void }

/** The same body as text. What can be read takes effect at once; what cannot says where. */
export function YamlEdit({ body, faults, onChange }: YamlEditProps) {
  const { t } = useLingui()
  const [text, setText] = useState(() => yamlOf(body))
  const [unread, setUnread] = useState<LineFault[]>([])
  const written = useRef(JSON.stringify(body))
  const area = useRef<HTMLTextAreaElement>(null)
  // A change that was made elsewhere, such as a step that was drawn or taken back.
  useEffect(() => {
    const now = JSON.stringify(body)
    if (now === written.current) return
    written.current = now
    setText(yamlOf(body))
    setUnread([])
  }, [body])
  const write = (next: string) => {
    setText(next)
    const read = bodyOfYaml(next)
    setUnread(read.faults)
    if (!read.body) return
    written.current = JSON.stringify(read.body)
    onChange(read.body)
  }
  const shown = unread.length > 0 ? unread : placedFaults(text, faults)
  const lines = text.split('\n').length
  const go = (line: number) => {
    const start = text.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0)
    area.current?.focus()
    area.current?.setSelectionRange(start, start + (text.split('\n')[line - 1]?.length ?? 0))
  }
  return (
    <div className={styles.yaml}>
      <div className={styles.sheet}>
        <pre aria-hidden="true" className={styles.numbers}>
          {Array.from({ length: lines }, (_, at) => {
            const faulty = shown.some((fault) => fault.line === at + 1)
            return <span key={at} className={faulty ? styles.faultyLine : undefined}>{`${faulty ? '■ ' : ''}${at + 1}\n`}</span>
          })}
        </pre>
        <textarea ref={area} aria-label={t`The routine as YAML`} value={text} rows={lines + 1} spellCheck={false} autoComplete="off" wrap="off" onChange={(event) => write(event.target.value)} />
      </div>
      <div aria-live="polite">
        {shown.length === 0 ? <p className={styles.soft}><Trans>Read; nothing to mend.</Trans></p> : (
          <ul className={styles.mend}>
            {shown.slice(0, 20).map((fault, at) => (
              <li key={at}>
                <button type="button" onClick={() => go(fault.line)}>
                  <Trans>Line {fault.line}: {fault.message}</Trans>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
