import { Trans, useLingui } from '@lingui/react/macro'
import { allows, isWholeSubject, wholeSubject } from '../../../shared/authority.ts'
import type { CustomProps } from '../../../web/forms/form.ts'
import styles from '../../../web/forms/forms.module.css'
import { asList } from '../../../web/forms/words.ts'
import { useAbilities } from '../../../web/session.ts'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import { Fault } from '../../../web/ui/Field.tsx'
import { kinds } from '../../kinds.ts'
import { authorityGroups } from '../authorities.ts'
import local from './Role.module.css'

const verbs = ['*', 'draft', 'discard', 'approve', 'retire', 'review']
// Only oneself, the founder or the operator takes these.
const personal = new Set(['organisation.found', 'organisation.goLive', 'organisation.recover', 'holder.accept', 'holder.decline', 'policy.acknowledge', 'inbox.read', 'notification.choose', 'token.create'])

/** What holders may do, in groups that people can read; each box stands for one or more actions. */
export function AuthoritiesEdit({ label, value, onChange, path, faultOf }: CustomProps) {
  const { t } = useLingui()
  const abilities = useAbilities()
  const held = asList(value).map(String)
  const offered = [...kinds.flatMap((kind) => verbs.map((verb) => `${kind.kind}.${verb}`)), ...abilities].filter((name) => !personal.has(name))
  const groups = authorityGroups([...offered, ...held])
  const set = (actions: readonly string[], on: boolean) => onChange(on ? [...new Set([...held, ...actions])] : held.filter((name) => !actions.includes(name)))
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>{label}</legend>
      <p className={styles.help}>
        <Trans>What its holders may do, within what they hold it for. Everything else is refused.</Trans>
      </p>
      <div className={local.groups}>
        {groups.map((group) => {
          const name = group.group
          return (
            <fieldset key={name} className={local.group}>
              <legend>{name}</legend>
              {group.authorities.map((authority) => {
                const on = authority.actions.filter((action) => allows(held, action)).length
                const covered = authority.actions.some((action) => !isWholeSubject(action) && held.includes(wholeSubject(action)))
                return (
                  <Checkbox
                    key={authority.label}
                    label={<>{authority.label}<span className="visually-hidden"> {t`(${name})`}</span></>}
                    checked={on === authority.actions.length}
                    disabled={covered}
                    indeterminate={on > 0 && on < authority.actions.length}
                    onChange={(checked) => set(authority.actions, checked)}
                  />
                )
              })}
            </fieldset>
          )
        })}
      </div>
      {faultOf(path) && <Fault>{faultOf(path)}</Fault>}
    </fieldset>
  )
}

/** Held authorities in words, group by group. */
export function authoritiesInWords(value: unknown): string[] {
  return authorityGroups(asList(value).map(String)).map((group) => `${group.group}: ${group.authorities.map((authority) => authority.label.toLowerCase()).join(', ')}`)
}
