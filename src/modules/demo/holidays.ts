import { addDuration } from '../../shared/days.ts'

/** The public holidays of Norway in a year, in their order; those that hang on Easter are computed. */
export function norwegianHolidays(year: number): { on: string; name: string }[] {
  const easter = easterSunday(year)
  const fixed = (monthDay: string, name: string) => ({ on: `${year}-${monthDay}`, name })
  const moved = (days: number, name: string) => ({ on: addDuration(easter, `${days < 0 ? '-' : ''}P${Math.abs(days)}D`), name })
  const all = [
    fixed('01-01', 'New Year'), moved(-3, 'Maundy Thursday'), moved(-2, 'Good Friday'), moved(0, 'Easter Sunday'), moved(1, 'Easter Monday'), fixed('05-01', 'Labour Day'),
    fixed('05-17', 'Constitution Day'), moved(39, 'Ascension Day'), moved(49, 'Whit Sunday'), moved(50, 'Whit Monday'), fixed('12-25', 'Christmas Day'), fixed('12-26', 'Second day of Christmas'),
  ]
  return all.filter(({ on }, at) => all.findIndex((other) => other.on === on) === at).sort((a, b) => (a.on < b.on ? -1 : 1))
}

/** Easter Sunday of the Gregorian calendar (Butcher's rule), as YYYY-MM-DD. */
export function easterSunday(year: number): string {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const epact = (19 * golden + century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) + 15) % 30
  const rest = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - (year % 4)) % 7
  const shift = epact + rest - 7 * Math.floor((golden + 11 * epact + 22 * rest) / 451) + 114
  return `${year}-${two(Math.floor(shift / 31))}-${two((shift % 31) + 1)}`
}

/** The day itself where people work on it in Norway, else the last one before it on which they do. */
export function workingDay(on: string): string {
  const weekday = new Date(`${on}T12:00:00Z`).getUTCDay()
  const closed = weekday === 0 || weekday === 6 || norwegianHolidays(Number(on.slice(0, 4))).some((holiday) => holiday.on === on)
  return closed ? workingDay(addDuration(on, '-P1D')) : on
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
