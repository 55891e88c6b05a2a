import Markdown from 'markdown-to-jsx/react'
import styles from './Prose.module.css'

/** Only what prose needs: HTML in a text is text, pictures are named, and headings stand below those of the page. */
const options = {
  disableParsingRawHTML: true,
  forceBlock: true,
  wrapper: 'div',
  overrides: {
    h1: { component: 'h3' },
    h2: { component: 'h3' },
    h3: { component: 'h4' },
    h4: { component: 'h5' },
    h5: { component: 'h6' },
    img: { component: ({ alt }: { alt?: string }) => <em>{alt}</em> },
    a: { props: { rel: 'noreferrer' } },
  },
} as const

/** A text in Markdown, as people read it. */
export function Prose({ text }: { text: string }) {
  return (
    <div className={styles.prose}>
      <Markdown options={options}>{text}</Markdown>
    </div>
  )
}
