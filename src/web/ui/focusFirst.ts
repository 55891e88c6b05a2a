/** As a ref: puts the focus on a field when it first appears, where whoever opened its form goes on typing. */
export function focusFirst(field: HTMLElement | null): void {
  field?.focus()
}
