import { useNavigate } from '@tanstack/react-router'
import { focusedRow, moveRow } from '../../../web/elements/ListTable.tsx'
import { useKeys } from '../../../web/shell/keys.ts'

type ListKeys = { routine?: string | undefined; select?: ((id: string) => void) | undefined; assign?: (() => void) | undefined }

/** The keys of a list of records: j k move, x selects, a assigns what is selected, n raises, b shows the board. Enter opens, since the focus is on a link. */
export function useListKeys({ routine, select, assign }: ListKeys): void {
  const navigate = useNavigate()
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
    a: () => (assign ? assign() : false),
    n: () => void (routine ? navigate({ to: '/work/raise/$routine', params: { routine } }) : navigate({ to: '/work/raise' })),
    b: () => (routine ? void navigate({ to: '/work/board/$routine', params: { routine } }) : false),
  })
}
