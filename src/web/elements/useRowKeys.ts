import { useKeys, type Keys } from '../shell/keys.ts'
import { focusedRow, moveRow } from './ListTable.tsx'

type RowKeys = { /** Selects the row that has the focus; absent where nothing is selected. */ select?: ((id: string) => unknown) | undefined; keys?: Keys }

/** The keys of every list: j k and the arrows move, x selects. Enter opens, since the focus is on a link. `keys`: what else this list answers. */
export function useRowKeys({ select, keys = {} }: RowKeys): void {
  const move = (step: number) => {
    const place = document.getElementById('main')
    return place !== null && moveRow(place, step)
  }
  useKeys({
    ArrowDown: () => focusedRow() !== undefined && move(1),
    ArrowUp: () => focusedRow() !== undefined && move(-1),
    j: () => move(1),
    k: () => move(-1),
    x: () => {
      const id = focusedRow()
      return id !== undefined && select !== undefined ? select(id) : false
    },
    ...keys,
  })
}
