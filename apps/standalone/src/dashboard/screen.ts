import { createLogUpdate } from 'log-update'
import { noteLine } from './picture.ts'
import type { Note } from './tally.ts'

/** Where the view goes. */
export interface Screen {
  /** How often it wants a picture, in ms. */
  readonly every: number
  /** What all of it is, before anything is shown of it. */
  begin(title: string): void
  picture(picture: string, summary: string): void
  note(note: Note): void
  end(lastWords: string): void
}

/** A terminal: one picture that redraws itself in place. */
export function terminalScreen(output: NodeJS.WriteStream): Screen {
  const update = createLogUpdate(output)
  return {
    every: 500,
    // Every picture has the title.
    begin: () => undefined,
    picture: (picture) => update(picture),
    note: () => undefined,
    end: (lastWords) => {
      update.done()
      output.write(`${lastWords}\n`)
    },
  }
}

/** Anything else: a line for whatever happens, and one now and then for how it goes. */
export function plainScreen(output: NodeJS.WritableStream): Screen {
  const write = (line: string) => output.write(`${line}\n`)
  // What still happens while everything is being closed is no news.
  let ended = false
  return {
    every: 5_000,
    begin: write,
    picture: (_, summary) => write(summary),
    note: (note) => {
      if (!ended) write(noteLine(note))
    },
    end: (lastWords) => {
      ended = true
      write(lastWords)
    },
  }
}
