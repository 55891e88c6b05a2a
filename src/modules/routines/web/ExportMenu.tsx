import { useLingui } from '@lingui/react/macro'
import type { ElementView } from '../../../shared/element.contract.ts'
import { saveFile } from '../../../web/elements/csv.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Menu } from '../../../web/ui/Menu.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import type { FileFormat } from './files.ts'
import { useDrawingWords } from './useWords.ts'

/** Takes the routine out as a file: a drawing, or a text that other tools read. */
export function ExportMenu({ element }: { element: ElementView }) {
  const { t } = useLingui()
  const words = useDrawingWords()
  const save = async (format: FileFormat) => {
    const { fileOf } = await import('./files.ts')
    const { name, content, type, left } = await fileOf(element, format, words)
    saveFile(name, content, type)
    if (left.length > 0) say(t`Saved ${name}`, t`The format has no place for: ${left.join(' ')}`)
  }
  const items: [FileFormat, string][] = [['svg', t`Drawing (SVG)`], ['mermaid', t`Text of a diagram (Mermaid)`], ['usm', t`Workflow (USM interchange)`], ['yaml', t`YAML`]]
  return <Menu trigger={<Button small>{t`Export`}</Button>} items={items.map(([id, label]) => ({ id, label, onSelect: () => void save(id) }))} />
}
