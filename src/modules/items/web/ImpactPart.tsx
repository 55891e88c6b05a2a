import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQueryOf } from '../../../web/api.ts'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { itemImpact, type ImpactView } from '../item.contract.ts'
import styles from './Items.module.css'

/** What stands on an item: items, services, and whom it concerns, the nearest first. */
export function ImpactPart({ of }: { of: string }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQueryOf(itemImpact, { of })
  return (
    <Section title={<Trans>What stands on it</Trans>} aside={data && <Counts view={data} />}>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting label={t`What stands on it`} rows={3} />}
      {data && data.items.length === 0 && data.services.length === 0 && <p className={styles.soft}><Trans>Nothing that is recorded here. Relate the items that run on it or use it, and name the services that stand on it.</Trans></p>}
      {data && (data.items.length > 0 || data.services.length > 0) && (
        <ul className={styles.tree}>
          {data.services.map((service) => <ServiceLine key={service.element.id} service={service} />)}
          {data.items.map((item) => (
            <li key={item.id} style={{ paddingInlineStart: `${Math.min(item.depth - 1, 6) * 1.25}rem` }}>
              <KeyLink elementKey={item.key}>{item.key} {item.name}</KeyLink> <span className={styles.how}>{item.how} {item.on}</span>
            </li>
          ))}
        </ul>
      )}
      {data && data.itemsInAll > data.items.length && <p className={styles.soft}><Trans>The nearest {data.items.length} of {data.itemsInAll} items are shown; all services are.</Trans></p>}
      {data && data.connected.length > 0 && <p className={styles.soft}><Trans>Connected to:</Trans> {data.connected.map(({ key, name }, at) => <span key={key}>{at > 0 && ', '}<KeyLink elementKey={key}>{name}</KeyLink></span>)}</p>}
    </Section>
  )
}

function Counts({ view }: { view: ImpactView }) {
  return <><Plural value={view.services.length} one="# service" other="# services" />, <Plural value={view.itemsInAll} one="# item" other="# items" /></>
}

function ServiceLine({ service }: { service: ImpactView['services'][number] }) {
  const { t } = useLingui()
  const { element, how, on, criticality, role, people, agreements, units, suppliers } = service
  const names = (label: string, elements: readonly { key: string; title: string }[]) => elements.length > 0 && <span> · {label} {elements.map((each, at) => <span key={each.key}>{at > 0 && ', '}<KeyLink elementKey={each.key}>{each.title}</KeyLink></span>)}</span>
  return (
    <li>
      <strong><KeyLink elementKey={element.key}>{element.key} {element.title}</KeyLink></strong> <span className={styles.how}>{how === '' ? '' : `${how} ${on}`}{criticality !== null && ` · ${t`criticality ${criticality}`}`}</span>
      <div className={styles.how}>
        {role ? <KeyLink elementKey={role.key}>{role.title}</KeyLink> : <Trans>nobody answers for it</Trans>}
        {people.length > 0 && `: ${people.map(({ name, deputy }) => (deputy ? t`${name} (deputy)` : name)).join(', ')}`}
        {names(t`agreed in`, agreements)}
        {names(t`provided by`, [...units, ...suppliers])}
      </div>
    </li>
  )
}
