import { useLingui } from '@lingui/react/macro'
import { Dialog } from '../ui/Dialog.tsx'
import styles from './Shortcuts.module.css'

/** Every key there is, by where it works. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const groups: [string, [string, string][]][] = [
    [t`Anywhere`, [['g m', t`Declare a major incident; from a record, linked with it`], ['g r', t`Raise a record`], ['g w', t`My work`], ['g a', t`The A3`], ['g f', t`For you`], ['Ctrl K', t`Find anything, or do something`], ['/', t`Filter the list, or search`], ['?', t`This list`]]],
    [t`In a list`, [['j k', t`Down and up`], ['Enter', t`Open`], ['x', t`Select`], ['a', t`Assign what is selected`], ['n', t`Raise, or write a new one`], ['b', t`Board of the routine`]]],
    [t`On the board`, [['h j k l', t`Left, down, up, right`], ['Shift ← →', t`Move the card to the step before or after`], ['m', t`Every way it can go`]]],
    [t`On a record`, [['1 … 9', t`Take that way`], ['e', t`Edit`], ['c', t`Add an update`], ['a', t`Assign`], ['Ctrl Enter', t`Send what is being written`], ['Esc', t`Leave it as it was`]]],
  ]
  return (
    <Dialog open onClose={onClose} title={t`Keys`} wide>
      <div className={styles.groups}>
        {groups.map(([title, keys]) => (
          <section key={title} aria-label={title}>
            <h3 className={styles.title}>{title}</h3>
            <dl className={styles.keys}>
              {keys.map(([key, words]) => (
                <div key={key}>
                  <dt>{key.split(' ').map((one) => (one === '…' ? ' … ' : <kbd key={one}>{one}</kbd>))}</dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
