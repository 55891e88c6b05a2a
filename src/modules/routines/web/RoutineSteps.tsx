import { Trans, useLingui } from '@lingui/react/macro'
import type { ElementView } from '../../../shared/element.contract.ts'
import type { Body } from '../../../web/forms/form.ts'
import { useTitles, type Title } from '../../../web/forms/titles.ts'
import { Section } from '../../../web/ui/Facts.tsx'
import { Fault } from '../../../web/ui/Field.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { routineGraph } from '../graph.ts'
import { routineFaults } from '../routine-check.ts'
import { routineBody, type RoutineBody } from '../routine-body.ts'
import styles from './Routine.module.css'

/** The routine at a glance: its steps as chevrons in the colour of their work, each with its role. */
export function RoutineSteps({ element }: { element: ElementView }) {
  return (
    <Section title={<Trans>Steps and ways</Trans>}>
      <Drawing body={element.body as RoutineBody} linked />
    </Section>
  )
}

/** The drawing while the routine is written, with everything that still keeps it from running. */
export function RoutineDrawing({ body }: { body: Body }) {
  const { t } = useLingui()
  const whole = body as RoutineBody
  const parsed = routineBody.safeParse(body)
  const faults = parsed.success ? routineFaults(parsed.data) : []
  if (!whole.steps.length) return null
  return (
    <Section title={<Trans>As a drawing</Trans>}>
      <Drawing body={whole} />
      {faults.length > 0 && (
        <ul aria-label={t`What keeps it from running`} className={styles.faults}>
          {faults.map((fault, at) => (
            <li key={at}>
              <Fault>{fault.message}</Fault>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Drawing({ body, linked }: { body: RoutineBody; linked?: boolean }) {
  const { t } = useLingui()
  const { find } = useTitles(['role'])
  const graph = routineGraph(body)
  const nameOf = (id: string) => graph.nodes.find((node) => node.id === id)?.name ?? id
  const order = graph.nodes.map((node) => node.id)
  const others = graph.edges.filter((edge) => order.indexOf(edge.to) !== order.indexOf(edge.from) + 1 || edge.guarded)
  return (
    <>
      <ol className={styles.steps}>
        {graph.nodes.map((node) => (
          <li key={node.id} className={styles[node.process]}>
            <span className={styles.name}>{node.name || t`Step without a name`}</span>
            <span className={styles.role}>
              <RoleName role={node.role ? find(node.role) : undefined} reference={node.role} linked={linked} />
            </span>
          </li>
        ))}
      </ol>
      {others.length > 0 && (
        <ul className={styles.ways}>
          {others.map((edge) => {
            const guard = body.transitions.find((one) => one.from === edge.from && one.to === edge.to && one.name === edge.name)?.guard
            return (
              <li key={edge.id}>
                {nameOf(edge.from)} {edge.back ? '↩' : '→'} {nameOf(edge.to)}: {edge.name}
                {guard && <code> {guard}</code>}
              </li>
            )
          })}
        </ul>
      )}
    </>
  )
}

function RoleName({ role, reference, linked }: { role: Title | undefined; reference: string; linked: boolean | undefined }) {
  if (!reference) return <Trans>no role yet</Trans>
  if (!role) return reference
  return linked ? <KeyLink elementKey={role.key}>{role.title}</KeyLink> : role.title
}
