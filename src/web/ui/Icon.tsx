const paths = {
  check: 'M3 8.5 6.5 12 13 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  right: 'M6 4l4 4-4 4',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  plus: 'M8 3v10M3 8h10',
  dash: 'M3 8h10',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  calendar: 'M3 4.5h10v9H3zM3 7.5h10M5.5 2.5v2M10.5 2.5v2',
  copy: 'M6 6h7v7H6zM10 6V3H3v7h3',
} as const

export type IconName = keyof typeof paths

/** A small line drawing beside words; never the only carrier of a meaning. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth={name === 'more' ? 2.4 : 1.5} strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}
