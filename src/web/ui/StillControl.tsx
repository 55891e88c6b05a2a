import { classes } from './classes.ts'
import styles from './fields.module.css'
import { Icon } from './Icon.tsx'

/** Holds the place of a control that is on its way, so that nothing moves when it arrives. */
export function StillControl({ words, empty }: { words: string | undefined; empty: string }) {
  return (
    <span className={classes(styles.control, styles.trigger)} aria-hidden="true">
      <span className={classes(styles.value, !words && styles.placeholder)}>{words ?? empty}</span>
      <span>
        <Icon name="down" />
      </span>
    </span>
  )
}
