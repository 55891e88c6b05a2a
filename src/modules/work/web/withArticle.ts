/** A noun with its indefinite article: an incident, a change. Nouns are the organisation's own words, so there is no catalogue of them. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`
}
