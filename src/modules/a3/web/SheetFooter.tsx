import { Trans, useLingui } from '@lingui/react/macro'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import type { ReactNode } from 'react'
import { Popover } from '../../../web/ui/Popover.tsx'
import type { A3Page, SignCount } from '../a3.contract.ts'
import { courseOf, numberText } from '../a3.words.ts'
import { useFormerSign } from './Difference.tsx'
import { Elements, figures, Note } from './parts.tsx'
import styles from './Footer.module.css'

/** Is it alive, what frameworks see, what threatens, what has changed. */
export function SheetFooter({ page }: { page: A3Page }) {
  return (
    <footer className={styles.footer}>
      <Part title={<Trans>Is it alive?</Trans>}>
        <ul>{page.vitalSigns.signs.map((sign) => <li key={sign.sign}><SignBar sign={sign} /></li>)}</ul>
      </Part>
      <Part title={<Trans>Seen through the frameworks</Trans>}>
        {page.notes.frameworks && <Note>{page.notes.frameworks}</Note>}
        <ul>{page.frameworks.slice(0, 5).map((one) => <li key={one.title} className={styles.framework}><span>{one.title}</span><Bar of={one.of} yes={one.full} partial={one.partial} /><b>{Math.floor((one.full / one.of) * 100)} %</b></li>)}</ul>
      </Part>
      <Part title={<Trans>Highest risks</Trans>}>
        {page.notes.risks && <Note>{page.notes.risks}</Note>}
        <ol className={styles.list}>{page.risks.slice(0, 3).map((risk) => <li key={risk.key}><KeyLink elementKey={risk.key}>{risk.title}</KeyLink> <span className={styles.soft}>{courseOf(risk)}</span></li>)}</ol>
      </Part>
      <Part title={<Trans>Since the last management review</Trans>}>
        {page.notes.sinceReview && <Note>{page.notes.sinceReview}</Note>}
        <ol className={styles.list}>{page.sinceReview.slice(0, 3).map((text) => <li key={text}>{text}</li>)}</ol>
      </Part>
    </footer>
  )
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function SignBar({ sign }: { sign: SignCount }) {
  const { t } = useLingui()
  const unknown = numberText(sign.unknown)
  const former = useFormerSign()(sign.sign)
  const was = former && `${numberText(former.yes)}/${numberText(former.of)}`
  const missing = sign.unknown > 0 ? t`${sign.yes} of ${sign.of}, ${sign.unknown} unknown` : t`${sign.yes} of ${sign.of}`
  return (
    <Popover
      label={sign.title}
      trigger={
        <button type="button" className={styles.sign} aria-label={[`${sign.title}: ${missing}`, was && t`was ${was}`].filter(Boolean).join(', ')}>
          <span>{sign.title}</span>
          <Bar of={sign.of} yes={sign.yes} unknown={sign.unknown} />
          <b>{numberText(sign.yes)}/{numberText(sign.of)}</b>
          <small>{was && <b className={styles.was}>~ <Trans>was {was}</Trans></b>} {sign.unknown > 0 && <Trans>{unknown} unknown</Trans>}</small>
        </button>
      }
    >
      <div className={styles.reasons}>
        {sign.reasons.length === 0 && <p><Trans>Every element shows it.</Trans></p>}
        {sign.reasons.map((one) => (
          <section key={`${one.state} ${one.reason}`}>
            <h3>{one.reason} <span className={styles.soft}>({one.count})</span></h3>
            <Elements of={one.elements} count={one.count} />
          </section>
        ))}
      </div>
    </Popover>
  )
}

function Bar({ of, yes, unknown = 0, partial = 0 }: { of: number; yes: number; unknown?: number; partial?: number }) {
  const share = (count: number) => (of === 0 ? 0 : (count / of) * 100)
  return (
    <span className={styles.bar} aria-hidden="true">
      <span className={styles.yes} style={figures({ share: share(yes) })} />
      <span className={styles.partial} style={figures({ share: share(partial) })} />
      <span className={styles.unknown} style={figures({ share: share(unknown) })} />
    </span>
  )
}
