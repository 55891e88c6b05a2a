import { Trans, useLingui } from '@lingui/react/macro'
import { classes } from '../../../web/ui/classes.ts'
import { blocks, type Comparison } from '../edition.contract.ts'
import { FieldList, glyphs } from './Difference.tsx'
import { ElementLink } from './parts.tsx'
import styles from './Difference.module.css'

/** The difference as words, block by block: for whoever reads a list rather than a sheet. */
export function DifferenceList({ comparison, inside }: { comparison: Comparison; inside?: boolean }) {
  const { t } = useLingui()
  const { before, after, difference } = comparison
  if (!before || !difference) return null
  const titles = {
    header: t`Header`, scope: t`Scope`, policies: t`Policies and principles`, roles: t`Roles`, routines: t`Routines`, measures: t`Measures`, reviews: t`Reviews`, frameworks: t`Frameworks`, risks: t`Risks`,
  }
  const words = { added: t`added`, changed: t`changed`, removed: t`removed` }
  const [from, to] = [before.text, after.text]
  return (
    <div className={classes(styles.list, inside && styles.inside)} id={inside ? undefined : 'difference'}>
      {!inside && <h2><Trans>What changed from {from} to {to}</Trans></h2>}
      {difference.changes.length + difference.signs.length === 0 && <p><Trans>Nothing. Both read the same.</Trans></p>}
      {blocks.map((block) => {
        const changes = difference.changes.filter((change) => change.block === block)
        if (changes.length === 0) return null
        return (
          <section key={block} aria-label={titles[block]}>
            <h3>{titles[block]}</h3>
            <ul>
              {changes.map((change) => (
                <li key={change.place}>
                  <span className={styles.mark} data-what={change.what} aria-hidden="true"><span>{glyphs[change.what]}</span></span>
                  <div>
                    {change.element && change.what !== 'removed' ? <ElementLink of={change.element} /> : change.what === 'removed' ? <del>{change.title}</del> : change.title}{' '}
                    <span className={styles.what}>{change.element?.key} {words[change.what]}</span>
                    <FieldList fields={change.fields} />
                  </div>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
      {difference.signs.length > 0 && (
        <section aria-label={t`Is it alive?`}>
          <h3><Trans>Is it alive?</Trans></h3>
          <ul>
            {difference.signs.map((sign) => (
              <li key={sign.sign}>
                <span className={styles.mark} data-what="changed" aria-hidden="true"><span>{glyphs.changed}</span></span>
                <FieldList fields={[{ name: sign.title, before: `${sign.before.yes}/${sign.before.of}`, after: `${sign.after.yes}/${sign.after.of}` }]} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
