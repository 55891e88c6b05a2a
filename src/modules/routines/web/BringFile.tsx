import { Trans, useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import type { Body } from '../../../web/forms/form.ts'
import { useTitles } from '../../../web/forms/titles.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Fault } from '../../../web/ui/Field.tsx'
import { say } from '../../../web/ui/Toast.tsx'

/** Begins with a routine from a file: a USM workflow or YAML. */
export function BringFile({ onBring }: { onBring: (body: Body) => void }) {
  const { t } = useLingui()
  const { all } = useRoleNames()
  const input = useRef<HTMLInputElement>(null)
  const [faults, setFaults] = useState<string[]>([])
  const bring = async (file: File | undefined) => {
    if (!file) return
    const { bodyOfFile } = await import('./files.ts')
    const read = bodyOfFile(await file.text(), (name) => all.get(name.trim().toLowerCase()))
    setFaults(read.faults)
    if (!read.body) return
    onBring(read.body)
    say(t`Read ${file.name}`, read.left.join(' '))
  }
  return (
    <>
      <input ref={input} type="file" hidden accept=".json,.yaml,.yml" aria-label={t`File of a routine`} onChange={(event) => void bring(event.target.files?.[0])} />
      <Button onClick={() => input.current?.click()}>
        <Trans>Bring a file</Trans>
      </Button>
      {faults.map((fault, at) => <Fault key={at}>{fault}</Fault>)}
    </>
  )
}

/** Keys of roles by what they are called, and by themselves. */
function useRoleNames(): { all: ReadonlyMap<string, string> } {
  const { rows } = useTitles(['role'])
  return { all: new Map(rows.flatMap((row) => [[row.title.toLowerCase(), row.key] as const, [row.key.toLowerCase(), row.key] as const])) }
}
