import { createLink, type LinkComponent } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, Ref } from 'react'
import styles from './Button.module.css'
import { classes } from './classes.ts'

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger'

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook; busy?: boolean; small?: boolean; ref?: Ref<HTMLButtonElement> }

export function buttonClass(look: ButtonLook = 'plain', small = false): string {
  return classes(styles.button, styles[look], small && styles.small)
}

/** A verb. `busy` keeps its place and its focus while the answer is on its way. */
export function Button({ look = 'plain', busy = false, small = false, className, type = 'button', onClick, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classes(buttonClass(look, small), className)}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  )
}

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & { look?: ButtonLook; small?: boolean; ref?: Ref<HTMLAnchorElement> }

function Anchor({ look = 'plain', small = false, className, children, ...rest }: AnchorProps) {
  return (
    <a {...rest} className={classes(buttonClass(look, small), className)}>
      {children}
    </a>
  )
}

const LinkedAnchor = createLink(Anchor)

/** A link that looks like a button: for going somewhere to do something. */
export const ButtonLink: LinkComponent<typeof Anchor> = (props) => <LinkedAnchor {...props} />
