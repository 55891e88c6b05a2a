import { useNavigate } from '@tanstack/react-router'
import { useKeys } from '../../../web/shell/keys.ts'

type BoardKeys = { order: readonly string[]; routine: string; move: ((record: string, to: string | null) => void) | undefined }

/** Arrows and j k go from card to card; shift and an arrow move the card itself to the next step or the one before, m offers every way. */
export function useBoardKeys({ order, routine, move }: BoardKeys): void {
  const navigate = useNavigate()
  const across = (step: number) => (event: KeyboardEvent) => {
    const card = focusedCard()
    if (!event.shiftKey || !card || !move) return card ? goColumn(step) : false
    const to = order[order.indexOf(card.state) + step]
    return to === undefined ? false : move(card.record, to)
  }
  useKeys({
    ArrowRight: across(1),
    ArrowLeft: across(-1),
    ArrowDown: () => (focusedCard() ? goCard(1) : false),
    ArrowUp: () => (focusedCard() ? goCard(-1) : false),
    j: () => goCard(1),
    k: () => goCard(-1),
    h: () => goColumn(-1),
    m: () => {
      const card = focusedCard()
      return card && move ? move(card.record, null) : false
    },
    n: () => void navigate({ to: '/work/raise/$routine', params: { routine } }),
    l: () => goColumn(1),
  })
}

function focusedCard(): { record: string; state: string } | undefined {
  const link = document.activeElement
  const record = link instanceof HTMLElement ? link.dataset.card : undefined
  return record ? { record, state: link?.closest<HTMLElement>('[data-state]')?.dataset.state ?? '' } : undefined
}

const cardsIn = (place: ParentNode) => [...place.querySelectorAll<HTMLElement>('[data-card]')]

function focus(card: HTMLElement | undefined): boolean {
  card?.focus()
  card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  return card !== undefined
}

function goCard(step: number): boolean {
  const column = document.activeElement?.closest('section')
  const cards = cardsIn(column && cardsIn(column).length > 0 ? column : document)
  const at = cards.findIndex((card) => card === document.activeElement)
  return focus(cards[at < 0 ? 0 : Math.min(Math.max(at + step, 0), cards.length - 1)])
}

/** The same height in the next column that has a card. */
function goColumn(step: number): boolean {
  const columns = [...document.querySelectorAll('section[data-process]')].filter((column) => cardsIn(column).length > 0)
  const here = columns.findIndex((column) => column.contains(document.activeElement))
  const height = here < 0 ? 0 : cardsIn(columns[here]!).findIndex((card) => card === document.activeElement)
  const next = columns[here < 0 ? 0 : here + step]
  const cards = next ? cardsIn(next) : []
  return focus(cards[Math.min(Math.max(height, 0), cards.length - 1)])
}
