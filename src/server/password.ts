import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** Length in characters (OWASP ASVS 2.1: at least 12, long ones accepted, no composition rules). */
export const passwordLength = { least: 12, most: 256 } as const

type Owner = { email: string; name?: string | undefined; organisations?: string[] | undefined }

/** What is wrong with a new password and what would be right, or null when it will do. */
export function passwordFault(password: string, owner: Owner): string | null {
  const length = [...password].length
  if (length < passwordLength.least) return `Choose a password of at least ${passwordLength.least} characters; this one has ${length}.`
  if (length > passwordLength.most) return `Choose a password of at most ${passwordLength.most} characters; this one has ${length}.`
  const plain = compact(password)
  if (personal(owner).some((word) => plain.replace(/^\d+|\d+$/g, '') === word)) return 'Choose a password that is not your name, your e-mail or your organisation.'
  if (isCommon(password)) return 'This password is among the first that an attacker tries. Choose four unrelated words, for example.'
  return null
}

function compact(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

function personal(owner: Owner): string[] {
  const [local = '', domain = ''] = owner.email.split('@')
  const host = domain.split('.').slice(0, -1).join('')
  const names = (owner.name ?? '').split(/\s+/).filter((word) => [...word].length > 4)
  return [local, host, compact(owner.name ?? ''), ...names, ...(owner.organisations ?? [])].map(compact).filter((word) => word.length > 3)
}

/** Words that lead every list of leaked passwords; in front of digits and signs they are no better. */
const commonWords = new Set(`password passwort passord motdepasse contrasena senha wachtwoord losenord passwd passcode pass word login letmein welcome willkommen velkommen
bienvenue admin administrator root user guest test testing tester demo default changeme change please secret geheim hemmelig master access
qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qaz wsx edc qweasd qweasdzxc qwe asd zxc iloveyou ilove love you
monkey dragon football baseball basketball soccer hockey superman batman spiderman pokemon starwars princess sunshine shadow michael jordan
jennifer jessica ashley charlie daniel andrew thomas robert summer winter spring autumn sommer january february march april june july august
september october november december monday friday company server computer internet system service desktop laptop windows microsoft google
apple samsung oracle cisco linux hello world trustno one freedom whatever killer george pepper ginger hunter ranger buster cookie banana orange
chocolate liverpool arsenal chelsea barcelona real madrid london paris berlin oslo norway england america abc abcd abcdef abcdefgh mynoob
my new the is no a i me it`.split(/\s+/))

const likeness: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' }
const runs = ['01234567890', '09876543210', 'abcdefghijklmnopqrstuvwxyz', 'zyxwvutsrqponmlkjihgfedcba', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm', 'azertyuiopqsdfghjklmwxcvbn', '1q2w3e4r5t6z7u8i9o0p', '1q2w3e4r5t6y7u8i9o0p', '1qaz2wsx3edc4rfv5tgb6yhn7ujm', 'qazwsxedcrfvtgbyhnujm', '147258369', '159357', '789456123', '112233445566778899', '123321']

function isCommon(password: string): boolean {
  const lower = password.normalize('NFKC').toLowerCase()
  if (new Set(lower).size < 5) return true
  if (isRepeated(lower)) return true
  const core = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return [lower, plainly(lower), plainly(core)].filter(Boolean).some((reading) => {
    const letters = reading.replace(/[ -/:-@[-`{-~]/g, '')
    return isBuiltOf(letters) || isBuiltOf(letters.replace(/^\d+|\d+$/g, ''))
  })
}

function plainly(text: string): string {
  return [...text].map((c) => likeness[c] ?? c).join('')
}

function isRepeated(text: string): boolean {
  return (text + text).indexOf(text, 1) < text.length
}

/** Whether the text falls apart into at most two common words, keyboard runs or short numbers. */
function isBuiltOf(text: string): boolean {
  let reached = new Set([0])
  for (let used = 0; used < 2; used++) {
    const next = new Set<number>()
    for (const from of reached) {
      for (let to = from + 1; to <= text.length; to++) {
        const part = text.slice(from, to)
        if (commonWords.has(part) || /^\d{1,8}$/.test(part) || isRun(part)) next.add(to)
      }
    }
    if (next.has(text.length)) return true
    reached = next
  }
  return text === ''
}

function isRun(part: string): boolean {
  return part.length > 2 && (/^(.)\1+$/u.test(part) || runs.some((run) => run.includes(part)))
}

// N = 2^14, r = 16: 32 MB and about 60 ms a hash, above the least that OWASP asks for.
const cost = { N: 16384, r: 16, p: 1, maxmem: 128 * 16384 * 16 * 2 }

function derive(password: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 64, cost, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

/** `salt:key`, both in hexadecimal. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16).toString('hex')
  return `${salt}:${(await derive(password, salt)).toString('hex')}`
}

/** Whether a password is the one that was hashed; takes as long either way. */
export async function isPassword(hash: string, password: string): Promise<boolean> {
  const [salt = '', key = ''] = hash.split(':')
  const expected = Buffer.from(key, 'hex')
  const actual = await derive(password, salt)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
