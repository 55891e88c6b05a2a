import { Trans, useLingui } from '@lingui/react/macro'
import { valueAt, type Body, type CustomProps } from '../../../web/forms/form.ts'
import { Fault } from '../../../web/ui/Field.tsx'
import { givesPriority } from '../grid.ts'
import { whole } from './blanks.ts'
import styles from './Routine.module.css'

type Cell = { row: string; column: string; value: string }

/** The cells of a lookup grid as the table that they are: one choice at each crossing. */
export function GridCells({ label, value, onChange, body, path, faultOf }: CustomProps) {
  const { t } = useLingui()
  const all = whole(body)
  const grid = valueAt({ body }, path.replace(/\.cells$/, '')) as Body | undefined
  const choicesOf = (id: unknown) => all.fields.find((field) => field.id === id && field.type === 'choice')
  const [row, column] = [choicesOf(grid?.row), choicesOf(grid?.column)]
  const values = grid?.gives === givesPriority ? all.priorities : (choicesOf(grid?.gives)?.choices ?? [])
  const cells = (Array.isArray(value) ? value : []) as Cell[]
  if (!row || !column) {
    return (
      <p className={styles.soft}>
        <Trans>Choose two choice fields first: their choices become rows and columns.</Trans>
      </p>
    )
  }
  // Cells of choices that are gone go with the next change.
  const set = (r: string, c: string, given: string) => {
    const kept = cells.filter((cell) => row.choices.includes(cell.row) && column.choices.includes(cell.column) && !(cell.row === r && cell.column === c))
    const next = given === '' ? kept : [...kept, { row: r, column: c, value: given }]
    const place = (cell: Cell) => row.choices.indexOf(cell.row) * column.choices.length + column.choices.indexOf(cell.column)
    onChange(next.toSorted((one, other) => place(one) - place(other)))
  }
  return (
    <div className={styles.gridWrap} data-path={path}>
      <table className={styles.grid} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{row.label} × {column.label}</th>
            {column.choices.map((choice) => <th key={choice} scope="col">{choice}</th>)}
          </tr>
        </thead>
        <tbody>
          {row.choices.map((r) => (
            <tr key={r}>
              <th scope="row">{r}</th>
              {column.choices.map((c) => {
                const at = cells.findIndex((cell) => cell.row === r && cell.column === c)
                const given = cells[at]?.value ?? ''
                return (
                  <td key={c}>
                    <select aria-label={t`${r} and ${c}`} value={given} aria-invalid={given === '' || !values.includes(given) || faultOf(`${path}.${at}.value`) !== undefined || undefined} onChange={(event) => set(r, c, event.target.value)}>
                      <option value="">–</option>
                      {(values.includes(given) || given === '' ? values : [...values, given]).map((one) => <option key={one} value={one}>{one}</option>)}
                    </select>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {faultOf(path) && <Fault>{faultOf(path)}</Fault>}
    </div>
  )
}

export function cellsInWords(value: unknown): string[] {
  return (Array.isArray(value) ? (value as Cell[]) : []).map((cell) => `${cell.row} × ${cell.column}: ${cell.value}`)
}
