/* What the programs of the pages share: the namespace HB, and the globals that pages carry. */

type Child = Node | string | null | undefined | boolean | "" | 0;

/** Attributes of HB.element(): texts, numbers, yes and no; `on` holds listeners, `text` the text. */
interface ElementSet {
  on?: Record<string, (event: any) => void>;
  text?: string | number;
  [attribute: string]: any;
}

/** Files given to the reader and taken from him: files.js */
interface Files {
  give(name: string, content: BlobPart, type: string): void;
  /** As a file; where none can be saved, in `place` as a text to copy. */
  giveText(name: string, type: string, content: BlobPart, place: HTMLElement): void;
  showText(place: HTMLElement, title: string, content: string): void;
  safeName(name: string): string;
  readText(file: File): Promise<string>;
  readBytes(file: File, megabytes: number): Promise<Ledger.FileBytes>;
  /** `addresses` of script files, parted by blanks. */
  load(addresses: string): Promise<void>;
}

interface HandbookNamespace {
  /** handbook.js */
  element: {
    <K extends keyof HTMLElementTagNameMap>(
      name: K,
      set?: ElementSet | null,
      children?: Child[],
    ): HTMLElementTagNameMap[K];
    (name: string, set?: ElementSet | null, children?: Child[]): HTMLElement;
  };
  inWeChat: boolean;
  inShell: boolean;
  weChatHint: string;
  tell(text: string, button?: { text: string; press(): void } | null): HTMLElement;
  unfold(place: Element | null): void;
  copy(text: string, said: string, area?: HTMLTextAreaElement): void;

  files: Files;
  firm: Firm.Keeper;
  quiz: Quiz.Rounds;
  pack: Pack.Rules;
  packDocx: Pack.WriteDocx;
  packAddress(papers: Pack.Paper[], model: any): string;
  qrSvg(address: string, library: any): Element;
  qrPng(address: string, library: any): string;

  selfCheck: SelfCheck.Rules;
  SelfCheckStore: new (storage: Storage | null) => SelfCheck.Store;
  usableStorage(): Storage | null;
  noteOpenChecks(checks: SelfCheck.Check[], data: HandbookPoints): void;
  selfCheckPhotos: SelfCheck.Photos;
  selfCheckParts: SelfCheck.Parts;
  selfCheckReport: SelfCheck.Reports;
  selfCheckField: SelfCheck.Parts["field"];
  selfCheckHeadFields(
    check: SelfCheck.Head & { [more: string]: any },
    set: (key: string) => (value: string, final: boolean) => void,
    prefix: string,
  ): HTMLElement;
  selfCheckHome(page: SelfCheck.HomePage): HTMLElement[];
  selfCheckQuick(desk: SelfCheck.Desk): void;
  selfCheckSummary: SelfCheck.Summary;

  xlsx: Ledger.Xlsx;
  docx: { write(report: Ledger.Report): Uint8Array<ArrayBuffer> };
  zip: Zip;
  ledgerValues: Ledger.Values;
  ledgerIndustries: Ledger.Industries;
  ledgerRecords: Ledger.Records;
  ledger: Ledger.Core;
  ledgerStatistics: Ledger.Statistics;
  ledgerPeriod: Ledger.PeriodView;
  ledgerBlocks: Ledger.Blocks;
  ledgerBalance: {
    balance(before: Ledger.Period, after: Ledger.Period, model: LedgerModel): Ledger.Balance;
    balanceTable(result: Ledger.Balance): Ledger.TableBlock;
  };
  ledgerGate: Ledger.Gate;
  ledgerRound: Ledger.Round;
  ledgerWeek: Ledger.Week;
  ledgerStays: {
    arrivals(result: Ledger.Balance, now: Ledger.View, model: LedgerModel): { all: number; kept: number };
    stays(
      old: Ledger.View,
      now: Ledger.View,
      result: Ledger.Balance,
      model: LedgerModel,
      today: string,
    ): Ledger.TableBlock;
  };
  ledgerYears: Ledger.Years;
  ledgerPublish: Ledger.Publish;
  ledgerSheets: Ledger.Sheets;
  ledgerReport: Ledger.Reports;
  ledgerView: Ledger.Page;
  ledgerLeaf: Ledger.LeafPage;
  ledgerCollect: Ledger.Collect;
}

/** Office files as archives: office/zip.js */
interface Zip {
  HEAD: string;
  OFFICE: string;
  /** Relations of a part: [id, type, target]. */
  relations(list: [string, string, string][]): string;
  /** Kinds of parts: [path, kind]. */
  types(list: [string, string][]): string;
  pack(parts: Record<string, string>): Uint8Array<ArrayBuffer>;
}

declare namespace Search {
  /** search/words.js */
  interface Field {
    text: string;
    starts: number[];
    sizes: number[];
    mean: number;
    sweep(needle: string, hit: (document: number, exact: boolean) => void): void;
  }
  /** A place that can be an answer. */
  interface Doc {
    kind: string;
    id: string;
    name: string;
    url: string;
    text: string;
    place: number;
    asked: string[];
    above: number;
    prior: number;
    flags: number;
    [more: string]: any;
  }
  /** search/engine.js and search/question.js */
  interface Engine {
    docs: Doc[];
    items: Doc[];
    points: Doc[];
    faq: Doc[];
    phones: Doc[];
    laws: Doc[];
    fields: Field[];
    phrases: Field;
    titles: string[];
    words: string[];
    texts: string[];
    owners: number[];
    trusts: number[];
    known: Record<string, any[]>;
    [more: string]: any;
  }
}

declare namespace Quiz {
  interface Question {
    id: string;
    item: string;
    who: string;
    form: string;
    text: string;
    options: string[];
    answer: string;
    why: string;
    point: string;
    page: string;
    itemName?: string;
  }
  interface Wish {
    who: string;
    item: string;
    only: string[];
    wrong: boolean;
  }
  /** quiz/core.js */
  interface Rounds {
    shuffled<T>(list: T[], seed: number): T[];
    parseWish(query: string, bank: Question[]): Wish;
    wishQuery(wish: Wish): string;
    fitting(bank: Question[], wish: Wish, wrongIds: string[]): Question[];
    round(questions: Question[], count: number, seed: number): Question[];
    readWrong(raw: string | null): string[];
    wrongText(ids: string[]): string;
    noted(ids: string[], id: string, right: boolean): string[];
  }
}

declare namespace Pack {
  /** A block of a paper as it is shown: a heading, a paragraph, a table, a line to sign. */
  interface Block {
    kind: string;
    text: string;
    labels: string[];
    columns: [string, ...unknown[]][];
    rows: string[][];
    basis: string[];
    points: string[];
    missing: string[];
  }
  interface Paper {
    id: string;
    name: string;
    why: string;
    newPage: boolean;
    basis: string[];
    forms: [string, string][];
    blocks: Block[];
    [more: string]: any;
  }
  interface FoundRow {
    day: string;
    what: string;
    point: string;
    mend: string;
    who: string;
    due: string;
  }
  /**
   * pack/core.js. What comes from files and storage is `any` until readProfile and readFound have looked at
   * it.
   */
  interface Rules {
    FORMAT: string;
    SIDES: Record<string, string>;
    emptyProfile(): Firm.Profile;
    readProfile(value: any, model: any): Firm.Profile;
    readFound(value: any, model: any): FoundRow[];
    byId(things: any[], id: unknown): any;
    made(profile: Firm.Profile, found: FoundRow[], model: any): Paper[];
    missingOf(papers: Paper[]): string[];
    [more: string]: any;
  }
  type WriteDocx = (papers: Paper[], cover: any, model: any, library: any) => Uint8Array<ArrayBuffer>;
}

interface Window {
  HB: HandbookNamespace;
  handbookContract: PageContract;
  handbookPoints: HandbookPoints;
  handbookGuidance?: GuidanceById;
  handbookLedger: LedgerModel;
  handbookVisitLeaf: Ledger.Leaf;
  /** Each class of industries: code, blank, name. */
  handbookIndustryClasses: string[];
  fflate: Fflate;
  /** scripts/handbook/pack/model_script.py */
  handbookPack: any;
  handbookPackTemplate: any;
  handbookPackCurrent: any;
  PizZip: any;
  docxtemplater: any;
  qrcode: any;
  /**
   * scripts/handbook/site/moved_downloads.py: where a file ever offered is now, by its name without the
   * edition.
   */
  handbookDownloads?: Record<string, string>;
  handbookUnprinted?: string[];
  handbookSearch: any;
  handbookSearchTexts: any;
  HandbookSearchEngine: any;
  HandbookSearchWords: any;
  /** Called by the theme's own program. */
  __md_scope: URL;
  __md_hash(text: string): number;
  __md_get(key: string, storage?: Storage, place?: URL): any;
  __md_set(key: string, value: unknown, storage?: Storage, place?: URL): void;
}
