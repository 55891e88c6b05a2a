import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { narrowingOf } from '../../shared/links.ts'
import type { ElementView } from '../../shared/element.contract.ts'
import { Facts, Section } from '../ui/Facts.tsx'
import { KeyLink } from '../ui/KeyLink.tsx'
import { StateMark } from '../ui/Marks.tsx'
import styles from './ElementPage.module.css'
import type { WebKind } from './kinds.ts'
import { linksFrom, linkWords } from './linkWords.ts'

type LinkView = ElementView['links'][number]

/** The objectives and obligations that it serves; without one, says so. */
export function Why({ view, kind }: { view: ElementView; kind: WebKind }) {
  if (!linksFrom(kind.kind).includes('serves')) return null
  const reasons = view.links.filter((link) => link.type === 'serves' && link.direction === 'out')
  return (
    <Section title={<Trans>Why</Trans>}>
      {reasons.length > 0 ? (
        <Facts rows={[{ label: <Trans>Serves</Trans>, value: <LinkList links={reasons} /> }]} />
      ) : (
        <p>
          <StateMark state="missed">
            <Trans>It serves no objective or obligation yet.</Trans>
          </StateMark>{' '}
          {view.abilities.includes(`${kind.kind}.draft`) && (
            <Link to="/$path/$element/edit" params={{ path: kind.path, element: view.key }}>
              <Trans>Link the reason</Trans>
            </Link>
          )}
        </p>
      )}
    </Section>
  )
}

/** Links both ways, by what they say. */
export function Connections({ view }: { view: ElementView }) {
  const { i18n } = useLingui()
  const others = view.links.filter((link) => link.type !== 'serves' || link.direction === 'in')
  const groups = Map.groupBy(others, (link) => i18n._(link.direction === 'out' ? linkWords(link.type).out : linkWords(link.type).in))
  const unknown = Map.groupBy(view.unknown.filter((one) => !one.itself), (one) => i18n._(linkWords(one.type).in))
  if (!groups.size && !unknown.size) return null
  const rows = [...groups].map(([label, links]) => ({ label, value: <LinkList links={links} /> }))
  const open = [...unknown].map(([label, names]) => ({ label, value: <StateMark state="watch"><Trans>{names.map((one) => one.name).join(', ')}, which is in no list</Trans></StateMark> }))
  return (
    <Section title={<Trans>Connections</Trans>}>
      <Facts rows={[...rows, ...open]} />
    </Section>
  )
}

function LinkList({ links }: { links: readonly LinkView[] }) {
  return (
    <ul className={styles.links}>
      {links.map((link, at) => (
        <li key={at}>
          <span className={styles.linkKey}>{link.element.key}</span>
          <KeyLink elementKey={link.element.key}>{link.element.title}</KeyLink>
          <LinkNote link={link} />
        </li>
      ))}
    </ul>
  )
}

function LinkNote({ link }: { link: LinkView }) {
  const narrowed = link.for?.title
  return (
    <span className={styles.soft}>
      {narrowed && <> · {narrowingOf(link.type)?.says === 'in place of' ? <Trans>in place of {narrowed}</Trans> : <Trans>for {narrowed}</Trans>}</>}
      {link.extent === 'partial' && <> · <Trans>in part</Trans></>}
      {link.note && ` · ${link.note}`}
      {link.element.status !== 'in force' && <> · {link.element.status === 'draft' ? <Trans>draft</Trans> : <Trans>retired</Trans>}</>}
    </span>
  )
}
