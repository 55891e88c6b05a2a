/** Something to go to; `excerpt` says where its words stand when they are not in the title. */
export type Find = { id: string; title: string; what: string; to: string; key?: string; text?: string; excerpt?: string }
