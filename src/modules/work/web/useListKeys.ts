import { useNavigate } from '@tanstack/react-router'
import { useRowKeys } from '../../../web/elements/useRowKeys.ts'

type ListKeys = { routine?: string | undefined; select?: ((id: string) => void) | undefined; assign?: (() => void) | undefined }

/** The keys of a list of records: those of every list, a assigns what is selected, n raises, b shows the board. */
export function useListKeys({ routine, select, assign }: ListKeys): void {
  const navigate = useNavigate()
  useRowKeys({
    select,
    keys: {
      a: () => (assign ? assign() : false),
      n: () => void (routine ? navigate({ to: '/work/raise/$routine', params: { routine } }) : navigate({ to: '/work/raise' })),
      b: () => (routine ? void navigate({ to: '/work/board/$routine', params: { routine } }) : false),
    },
  })
}
