import { Trans, useLingui } from '@lingui/react/macro'
import { chooseTheme, themes, useTheme } from '../theme/theme.ts'
import { Section } from '../ui/Facts.tsx'
import styles from './Settings.module.css'

export function Appearance() {
  const { t } = useLingui()
  const current = useTheme()
  const words = {
    system: { title: t`As the system`, note: t`Light or dark, as this machine is set.` },
    light: { title: t`Light`, note: t`Ink on warm white.` },
    dark: { title: t`Dark`, note: t`The same contrast at night.` },
    contrast: { title: t`High contrast`, note: t`Black and white, with stronger lines.` },
  }
  return (
    <Section title={<Trans>Appearance</Trans>} aside={<Trans>kept on this machine</Trans>}>
      <fieldset className={styles.choices}>
        <legend className="visually-hidden">
          <Trans>Appearance</Trans>
        </legend>
        {themes.map((theme) => (
          <label key={theme} className={styles.choice}>
            <input type="radio" name="theme" value={theme} checked={theme === current} onChange={() => chooseTheme(theme)} />
            <span>{words[theme].title}</span>
            <small>{words[theme].note}</small>
          </label>
        ))}
      </fieldset>
    </Section>
  )
}
