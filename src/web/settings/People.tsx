import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { listPeople, type PersonView } from '../../modules/organisation/person.contract.ts'
import { read } from '../api.ts'
import { useAsOf } from '../asOf.ts'
import { useSession, useToday } from '../session.ts'
import { Button } from '../ui/Button.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { Row, Rows, Section } from '../ui/Facts.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, type MenuItem } from '../ui/Menu.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import { TextField } from '../ui/TextField.tsx'
import { dayInWords } from '../words.ts'
import { AddDialog, EraseDialog, InviteDialog, LeaveDialog, RenameDialog, RightsDialog } from './PersonDialogs.tsx'
import { ReadmitDialog } from './ReadmitDialog.tsx'
import styles from './Settings.module.css'

type Open = { verb: 'add' } | { verb: 'rename' | 'leave' | 'erase' | 'invite' | 'readmit' | 'grant'; person: PersonView }

/** The people of the organisation; who may administer sees what can be done with each. */
export function People() {
  const { t } = useLingui()
  const asOf = useAsOf()
  const sought = useSearch({ from: '/settings/$part', select: (search) => search.text })
  const [text, setText] = useState(sought ?? '')
  const [open, setOpen] = useState<Open | null>(null)
  const wanted = useDeferredValue(text.trim())
  const people = useInfiniteQuery({
    queryKey: [listPeople.name, wanted],
    queryFn: ({ pageParam, signal }) => read(listPeople, { text: wanted, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
  const rows = people.data?.pages.flatMap((page) => page.rows) ?? []
  const abilities = asOf ? [] : (people.data?.pages[0]?.abilities ?? [])
  return (
    <Section title={<Trans>People</Trans>}>
      <div className={styles.tools}>
        <TextField label={t`Filter people`} hideLabel placeholder={t`Filter by name`} type="search" value={text} onChange={setText} />
        {abilities.includes('person.add') && (
          <Button onClick={() => setOpen({ verb: 'add' })}>
            <Trans>Add a person</Trans>
          </Button>
        )}
      </div>
      <ProblemNote error={people.error} retry={() => void people.refetch()} />
      {people.isPending && <Waiting label={t`People`} />}
      {people.data && (
        <Rows label={t`People`}>
          {rows.map((person) => (
            <Person key={person.id} person={person} abilities={abilities} onVerb={(verb) => setOpen({ verb, person })} />
          ))}
          {rows.length === 0 && <Row><Trans>Nobody here is called that.</Trans></Row>}
        </Rows>
      )}
      {people.hasNextPage && (
        <div className={styles.verbs}>
          <Button small busy={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
            <Trans>Show more</Trans>
          </Button>
        </div>
      )}
      {open && <PersonDialog open={open} onClose={() => setOpen(null)} />}
    </Section>
  )
}

type PersonVerb = Exclude<Open['verb'], 'add'>

function Person({ person, abilities, onVerb }: { person: PersonView; abilities: readonly string[]; onVerb: (verb: PersonVerb) => void }) {
  const { t } = useLingui()
  const me = useSession().data?.person?.id
  const today = useToday()
  const gone = person.toOn !== null && person.toOn < today
  const left = dayInWords(person.toOn, 'short')
  const rights: Record<string, string> = { founder: t`founder`, administrator: t`administrator`, auditor: t`auditor` }
  const offered: [PersonVerb, string, boolean][] = [
    ['invite', t`Invite to sign in`, !person.account && !gone],
    ['readmit', t`New password`, person.account && !gone && person.id !== me],
    ['rename', t`Correct name or address`, true],
    ['grant', t`Rights over the system`, person.account && !gone],
    ['leave', t`Record that they leave`, !gone],
    ['erase', t`Erase name and address`, person.id !== me],
  ]
  const items: MenuItem[] = offered
    .filter(([verb, , fits]) => fits && abilities.includes(`person.${verb}`))
    .map(([verb, label]) => ({ id: verb, label, onSelect: () => onVerb(verb), danger: verb === 'erase' }))
  const name = person.name || t`Erased person`
  return (
    <Row
      note={[person.email, person.account ? t`signs in` : t`does not sign in`, ...person.rights.map((right) => rights[right]), left && (gone ? t`left ${left}` : t`until ${left}`)].filter(Boolean).join(' · ')}
      end={
        items.length > 0 && (
          <Menu
            items={items}
            trigger={
              <Button small look="quiet" aria-label={t`Verbs for ${name}`}>
                <Icon name="more" />
              </Button>
            }
          />
        )
      }
    >
      <span className={gone ? styles.soft : undefined}>{name}</span>
      {person.id === me && <span className={styles.soft}> ({t`you`})</span>}
    </Row>
  )
}

function PersonDialog({ open, onClose }: { open: Open; onClose: () => void }) {
  if (open.verb === 'add') return <AddDialog onClose={onClose} />
  const { person } = open
  if (open.verb === 'rename') return <RenameDialog person={person} onClose={onClose} />
  if (open.verb === 'leave') return <LeaveDialog person={person} onClose={onClose} />
  if (open.verb === 'erase') return <EraseDialog person={person} onClose={onClose} />
  if (open.verb === 'grant') return <RightsDialog person={person} onClose={onClose} />
  if (open.verb === 'readmit') return <ReadmitDialog person={person} onClose={onClose} />
  return <InviteDialog person={person} onClose={onClose} />
}
