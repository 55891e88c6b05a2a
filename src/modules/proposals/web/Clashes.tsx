import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { useAction } from '../../../web/api.ts'
import { valueInWords } from '../../../web/elements/Differences.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { rebaseProposal } from '../proposal.contract.ts'
import type { ProposalSeen } from './ProposedElements.tsx'
import styles from './Proposals.module.css'

type Take = 'proposed' | 'in force'

/** The ground moved: what both changed is shown side by side and chosen, the rest is merged. */
export function Clashes({ proposal }: { proposal: ProposalSeen }) {
  const { t } = useLingui()
  const rebase = useAction(rebaseProposal)
  const [taken, setTaken] = useState<Record<string, Take>>({})
  const clashes = proposal.elements.flatMap((element) => element.clashes.map((clash) => ({ ...clash, element: element.key, id: `${element.key} ${clash.path}` })))
  const moved = proposal.elements.filter((element) => element.moved).map((element) => element.key).join(', ')
  const may = proposal.abilities.includes(rebaseProposal.name)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const choices = clashes.flatMap(({ id, element, path }) => (taken[id] ? [{ element, path, take: taken[id] }] : []))
    const done = await rebase.mutateAsync({ proposal: proposal.id, revision: proposal.revision, choices }).catch(() => null)
    if (done) say(t`Brought up to date`, proposal.key)
  }
  return (
    <form className={styles.conflict} onSubmit={submit} noValidate>
      <p>
        <StateMark state="missed">
          <Trans>The ground moved: {moved} changed while this waited. It cannot be approved before it is based on what holds now.</Trans>
        </StateMark>
      </p>
      <ProblemNote error={rebase.error} />
      {clashes.length > 0 && (
        <>
          <p>
            <Plural value={clashes.length} one="One thing was changed in both; choose. The rest is merged." other="# things were changed in both; choose for each. The rest is merged." />
          </p>
          <div className={styles.choices}>
            {clashes.map((clash) => (
              <fieldset key={clash.id} className={styles.clash} disabled={!may}>
                <legend>
                  <span className={styles.key}>{clash.element}</span> {clash.of ? `${clash.of}: ` : ''}
                  {clash.label}
                </legend>
                <div className={styles.sides}>
                  <Side name={clash.id} title={t`Proposed`} words={clash.proposed} checked={taken[clash.id] === 'proposed'} onChoose={() => setTaken({ ...taken, [clash.id]: 'proposed' })} />
                  <Side name={clash.id} title={t`In force now`} words={clash.inForce} checked={taken[clash.id] === 'in force'} onChoose={() => setTaken({ ...taken, [clash.id]: 'in force' })} />
                </div>
                {clash.base !== null && <p className={styles.small}><Trans>Before both: {valueInWords(clash.base)}</Trans></p>}
              </fieldset>
            ))}
          </div>
        </>
      )}
      {may && (
        <div>
          <Button type="submit" look="primary" busy={rebase.isPending} disabled={clashes.some(({ id }) => !taken[id])}>
            <Trans>Bring it onto what holds now</Trans>
          </Button>
        </div>
      )}
    </form>
  )
}

type SideProps = { name: string; title: string; words: string | null; checked: boolean; onChoose: () => void }

function Side({ name, title, words, checked, onChoose }: SideProps) {
  const { t } = useLingui()
  return (
    <label className={styles.side}>
      <input type="radio" name={name} checked={checked} onChange={onChoose} />
      <span>
        <span className={styles.small}>{title}</span>
        <br />
        {valueInWords(words) || t`nothing`}
      </span>
    </label>
  )
}
