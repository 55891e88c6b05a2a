import { Problem } from '../shared/problem.ts'

/** The bytes of a chosen file in base64. */
export function base64Of(file: File): Promise<string> {
  return new Promise((resolve, fail) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => fail(new Problem('invalid', `${file.name} cannot be read. Choose it again.`))
    reader.readAsDataURL(file)
  })
}
