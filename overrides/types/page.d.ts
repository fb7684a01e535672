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
  objectIn(text: string): string;
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
  button(text: string, press: () => void, look?: "main" | "plain"): HTMLButtonElement;
  inWeChat: boolean;
  inShell: boolean;
  fileAt(event: MouseEvent): HTMLAnchorElement | null;
  weChatHint: string;
  /**
   * Says `text` where the reader acts, in the flow of the page, and to screen readers, with an optional
   * button. The message, to be taken away.
   */
  tell(text: string, button?: { text: string; press(): void } | null): HTMLElement;
  unfold(place: Element | null): void;
  /** filter.js */
  filter(form: HTMLElement, list: HTMLElement): void;
  aimed(): HTMLElement | null;
  copy(text: string, said: string, area?: HTMLTextAreaElement): void;

  files: Files;
  firm: Firm.Keeper;
  quiz: Quiz.Rounds;
  pack: Pack.Rules;
  packDocx: Pack.WriteDocx;
  packAddress(papers: Pack.Paper[], model: Pack.Model): string;
  qrSvg(address: string, library: QrLibrary): Element;
  qrPng(address: string, library: QrLibrary): string;

  selfCheck: SelfCheck.Rules;
  SelfCheckStore: new (storage: Storage | null) => SelfCheck.Store;
  usableStorage(): Storage | null;
  noteOpenChecks(kept: SelfCheck.KeptChecks, data: HandbookPoints): void;
  selfCheckPhotos: SelfCheck.Photos;
  selfCheckComponents: SelfCheck.Components;
  selfCheckReport: SelfCheck.Reports;
  selfCheckField(id: string, label: string, options: SelfCheck.FieldOptions): HTMLElement;
  selfCheckQuiet(text: string, press: () => void, told?: string): HTMLButtonElement;
  selfCheckDraft: SelfCheck.Draft;
  selfCheckHeadFields(
    head: SelfCheck.Head,
    change: (key: string, value: string, final: boolean) => void,
  ): HTMLElement;
  selfCheckHome(page: SelfCheck.HomePage): HTMLElement[];
  selfCheckSavedChecks: SelfCheck.SavedChecks;
  selfCheckList: SelfCheck.List;
  selfCheckQuick: SelfCheck.Quick;
  selfCheckSummary: SelfCheck.Summary;

  xlsx: Ledger.Xlsx;
  xlsxPatch: Ledger.XlsxPatch;
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
  ledgerRetention: {
    arrivals(result: Ledger.Balance, now: Ledger.View, model: LedgerModel): { all: number; kept: number };
    stays(
      old: Ledger.View,
      now: Ledger.View,
      result: Ledger.Balance,
      model: LedgerModel,
      today: string,
    ): Ledger.TableBlock;
  };
  ledgerActions: Ledger.Actions;
  ledgerYears: Ledger.Years;
  ledgerPublish: Ledger.Publish;
  ledgerSheets: Ledger.Sheets;
  ledgerReport: Ledger.Reports;
  ledgerView: Ledger.Page;
  ledgerVisitSheet: Ledger.VisitSheetPage;
  ledgerCollect: Ledger.Collect;
  ledgerFindings: Ledger.Findings;
  ledgerIntake: Ledger.Intakes;
  ledgerIntakePage: Ledger.IntakePage;
}

/** The library qrcode-generator, as far as it is used: `version` 0 is as large as the text needs. */
type QrLibrary = (
  version: number,
  level: "M",
) => {
  addData(text: string, mode: "Byte"): void;
  make(): void;
  getModuleCount(): number;
  isDark(row: number, column: number): boolean;
};

/** What the worker says of an edition, and of storing it: how far, done, or that another one came. */
interface WorkerAnswer {
  name: string;
  bytes: number;
  part?: number;
  of: number;
  done?: boolean;
  other?: boolean;
}

/** Office files as archives: office/zip.js */
interface Zip {
  HEAD: string;
  OFFICE: string;
  /** Relations of a part: [id, type, target]. */
  relations(list: [string, string, string][]): string;
  /** The first parts of a file of `kinds`: [path, kind], the document before the others. */
  start(kinds: [string, string][]): Record<string, string>;
  pack(parts: Record<string, string>): Uint8Array<ArrayBuffer>;
}

declare namespace Search {
  /** search/words.js */
  interface Field {
    text: string;
    sizes: number[];
    mean: number;
    /** The document of each character, the places of each character, and where the places of each end. */
    owners: Uint16Array;
    places: Int32Array;
    ends: Int32Array;
    found: Record<string, number[]>;
    sweep(needle: string, hit: (document: number, exact: boolean) => void): void;
    find(needle: string): number[];
    forget(): void;
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
    /** Of a number to ring: words of who needs it now. */
    urgent?: string[];
    /** Whether it tells what to do first when something happens. */
    first?: boolean;
    above: number;
    prior: number;
    /** Of a point, a section or a question: what stands above it. */
    item?: Doc | null;
    aspect?: string;
    label?: string;
    /** Of a point: what it costs, in the columns of search_index.py; how often it is asked for. */
    fines?: string[][];
    often?: string;
    /** Of a law. */
    full?: string;
    places?: Place[];
    /** Of a number to ring. */
    number?: string;
  }
  /** A row of a law's page: anchor, points that cite it, what the law asks. */
  type Place = [string, number[], string];
  /** What is looked for: texts with their shares. */
  interface Term {
    weight: number;
    needles: [string, number][];
    asks?: boolean;
    rarity?: number;
  }
  /** What a question comes to; `near` and `total` are set when it is rated. */
  interface Read {
    terms: Term[];
    core: string;
    /** What was asked, slips of the pen put right. */
    query: string;
    wants: Record<string, boolean>;
    near?: Scores;
    total?: number;
  }
  /** By the places of documents. */
  type Scores = Float64Array;
  /** assets/search/index.js: scripts/handbook/site/search_index.py describes its rows. */
  interface Index {
    aspects: string[];
    folders: Record<string, string>;
    fines: string[][];
    /** Id, name, place in `aspects`, address, everyday words, text. */
    items: [string, string, number, string, string, string][];
    /** Place in `items`, id, name, everyday words, places in `fines`, how often. */
    points: [number, string, string, string, number[], string][];
    /** Place in `items` or -1, page, heading, address. */
    sections: [number, string, string, string][];
    /** Place in `items` or -1, what it belongs to, question, address, answer. */
    faq: [number, string, string, string, string][];
    /** Who, number, what for, words of who needs it now. */
    phones: [string, string, string, string[]][];
    /** Name, address, everyday words, text. */
    sheets: [string, string, string, string][];
    /** Name, full name, address, words, label, whether it is only reference, rows of its page. */
    laws: [string, string, string, string, string, number, Place[]][];
    /** Words that mean the same, points that the first answers, meaning, where it is explained. */
    words: [string[], number[], string, string][];
    asked: [string, string[], number][];
    /** Pairs: what speech says, how it is written. */
    said: string[][];
    habits: Record<string, string[]>;
    /** How a number is asked for, and its units. */
    amounts: [string[], string[]][];
    sounds: Record<string, string>;
  }
  /** assets/search/texts.js: what runs below each heading, and of each point. */
  interface Texts {
    sections: string[];
    points: string[];
  }
  /** assets/search/asked.js: what people type for places that are no items and points; words in common use. */
  interface Asked {
    asked: [string, string[], number][];
    /** The texts of the sections of the editors' pages, in the order of `sections`. */
    editing: string[];
    /** What the lines of forms tell, in the order of `sheets`. */
    sheets: string[];
    elsewhere: Untold;
    common: string;
    wording: Worded;
  }
  /** Weights of how a question is worded (scripts/handbook/site/out_of_scope_weights.py), a sign each. */
  interface Worded {
    step: number;
    weights: string;
  }
  interface Hit {
    doc: Doc;
    url: string;
    place: Place | null;
  }
  /** What a question calls by number or name, what else it asks, and whether that is beyond doubt. */
  interface Called {
    hits: Hit[];
    query: string;
    laws: { laws: Doc[]; rest: string } | null;
    sure: boolean;
  }
  interface Found {
    results: Hit[];
    needles: string[];
    query: string;
    /** Empty when nothing was typed. */
    scores: Scores;
    wants: Record<string, boolean>;
    meaning?: { word: string; meaning: string } | null;
    foreign?: boolean;
    /** Whom to ring first when something is happening. */
    urgent?: Doc[];
    /** A word of the question in common use that the handbook never says. */
    unsaid?: string;
  }
  /** A group of words of the glossary that mean the same. */
  interface WordGroup {
    words: string[];
    points: number[];
    term: string;
    meaning: string;
    url: string;
  }
  /** search/engine.js, articles.js and question.js */
  /** How many characters and pairs a place and its item hold, by the place of each, and all places together. */
  interface Sizes {
    own: Float64Array;
    item: Float64Array;
    all: number;
  }
  /** What people ask elsewhere (scripts/handbook/site/out_of_scope_counts.py): numbers to ring, counts, sum. */
  interface Untold {
    phones: string[];
    total: number;
    counts: string;
  }
  /** The logarithm of how much likelier a question is elsewhere, and the number asked there. */
  interface Foreignness {
    value: number;
    phone: string;
  }
  interface Engine {
    docs: Doc[];
    items: Doc[];
    points: Doc[];
    faq: Doc[];
    phones: Doc[];
    laws: Doc[];
    fields: Field[];
    phrases: Field;
    /** Of each document: what stands above it. */
    aboves: number[];
    /** Titles without marks. */
    bare: string[];
    /** What one match counts, by field and document. */
    shares: number[][];
    titles: string[];
    words: string[];
    texts: string[];
    owners: number[];
    known: Record<string, WordGroup[]>;
    wordList: string[];
    /** Finds them, several that follow each other as one; made when first asked for. */
    knownWords?: RegExp;
    names: string;
    habits: Record<string, string[]>;
    elsewhere: Untold;
    amounts: [string[], string[]][];
    /** Words in common use, a Bloom filter, a byte a sign; empty until assets/search/asked.js is here. */
    common: string;
    /** Puts what speech says as it is written. */
    spell(text: string): string;
    sounds: Record<string, string>;
    heard: Record<string, string[]>;
    /** Counts of characters and pairs (search/likelihood.js), made at the first question. */
    sizes?: Sizes;
    /** How often each character and pair of the question stands in the handbook, as a share of all. */
    usual?: Record<string, number>;
    /** How likely each place is for the question (search/likelihood.js). */
    likely?: Float64Array;
    /** Without weights until assets/search/asked.js is here. */
    worded: Worded;
    wording(this: Engine, query: string): number;
    readSizes(this: Engine): Sizes;
    groupsIn(this: Engine, asked: string): string[][];
    likelihoods(this: Engine, query: string, among: Doc[]): Float64Array;
    order(this: Engine, docs: Doc[], scores: Scores, read: Read, urgent: boolean): Doc[];
    deeper(this: Engine, order: Doc[], scores: Scores, query: string): Doc[];
    readAsked(this: Engine, data: Index, texts: Texts, more: [string, string[], number][]): void;
    nearest(this: Engine, terms: Term[]): Scores;
    lift(this: Engine, scores: Scores): void;
    readWords(this: Engine, groups: Index["words"]): void;
    readSounds(this: Engine, sounds: Record<string, string>): void;
    rate(this: Engine, read: Read, whole: string): Scores;
    numbered(this: Engine, query: string): Doc | null;
    articles(
      this: Engine,
      query: string,
      fine: boolean,
    ): { rows: { law: Doc; place: Place | null; score: number }[]; rest: string } | null;
    lawsNamed(this: Engine, name: string): Doc[];
    lawsAsked(this: Engine, query: string): { laws: Doc[]; rest: string } | null;
    isCalled(this: Engine, name: string): boolean;
    placeAsked(
      this: Engine,
      laws: Doc[],
      needles: string[],
      scores: Scores,
      fine: boolean | undefined,
    ): { law: Doc; place: Place | null };
    isNamed(this: Engine, law: Doc, query: string): boolean;
    search(this: Engine, typed: string): Found;
    written(this: Engine, typed: string): string;
    called(this: Engine, query: string): Called;
    weighed(this: Engine, query: string): { read: Read; scores: Scores };
    listed(this: Engine, hits: Hit[], laws: Hit[], word: Doc | null, order: Doc[], needles: string[]): Hit[];
    holds(this: Engine, query: string, read: Read, best: Doc[], scores: Scores): boolean;
    sureness(this: Engine, query: string, read: Read, best: Doc[], scores: Scores): number;
    foreignness(this: Engine, query: string): Foreignness;
    isJoint(this: Engine, run: string, place: number): boolean;
    isNumberAsked(this: Engine, query: string, doc: Doc): boolean;
    strange(this: Engine, query: string): string[];
    /** Of each amount asked for: how it is asked, and what a text that tells one holds. */
    amountsAsked(this: Engine, asked: string): { asked: string[]; told: RegExp }[];
    isCommon(this: Engine, word: string): boolean;
    meaning(this: Engine, query: string, read: Read): Found["meaning"];
    explained(this: Engine, query: string, best: Doc | undefined, near: Scores): Doc | null;
    whom(this: Engine, query: string): Doc | null;
    urgent(this: Engine, query: string): Doc[];
    bestPlace(this: Engine, law: Doc, needles: string[]): Place | null;
    bestPoint(this: Engine, item: Doc, scores: Scores): Doc | null;
    spelt(this: Engine, query: string): string;
    withoutTrade(this: Engine, query: string, near: Scores): string;
    bySound(this: Engine, typed: string, exact: boolean): string[];
    count(this: Engine, needle: string): number;
    isKnown(this: Engine, run: string, place: number): boolean;
    unknownPairs(this: Engine, run: string): number[];
    mendWindows(this: Engine, run: string): string;
    mendWindow(this: Engine, run: string, size: number): string;
    mend(this: Engine, run: string): string;
    read(this: Engine, query: string): Read;
  }
  /** What search/box.js makes an engine with. */
  interface Maker {
    new (data: Index, texts?: Texts, asked?: Asked): Engine;
    prototype: Engine;
    fold(text: string): string;
    placeName(anchor: string): string;
    SHOWN: number;
    WEIGHTS: { SINGLE: number; WORD: number; ASKED_SURE: number };
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
  /** How a question was answered. */
  interface Result {
    question: Question;
    right: boolean;
    chosen: string;
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
    text?: string;
    labels?: string[];
    key?: string;
    columns?: BlockPlan["columns"];
    rows?: string[][];
    basis: string[];
    points: string[];
    missing: string[];
  }
  interface Post {
    kind: string;
    post: string;
    name: string;
  }
  /** What of a firm a block, a row or a paper is for. */
  interface When {
    roles?: string[];
    hazards?: string[];
    trades?: string[];
    posts?: string[];
    least?: number;
    most?: number;
  }
  /** A block as it stands in the model: what is printed of it depends on the firm. */
  interface BlockPlan {
    kind: string;
    when: When;
    source: string;
    key: string;
    text: string;
    labels: string[];
    columns: [string, number, string][];
    rows: { when: When; cells: string[]; basis: string[] }[];
    empty: number;
    basis: string[];
    points: string[];
  }
  /** scripts/handbook/pack/model_script.py, model() */
  interface Model {
    edition: { id: string; name: string; day: string };
    site: { name: string; address: string; publisher: string; disclaimer: string };
    fields: Record<string, string>;
    kinds: string[];
    hazards: { id: string; name: string; ask: string }[];
    trades: {
      id: string;
      name: string;
      role: string;
      have: string[];
      /** Name, where it comes from, grade, accident, measures. */
      risks: [string, string, string, string, string][];
    }[];
    /** Of a point: what it asks, what to do today. */
    points: Record<string, [string, string]>;
    documents: PaperPlan[];
  }
  /** The same, current() */
  interface Current {
    edition: string;
    editions: Record<string, [string, string]>;
    papers: Record<string, [string, string, string[]]>;
    items: Record<string, [string, string, [string, string][]]>;
  }
  interface Cover {
    firm: string;
    lines: { line: string }[];
    papers: string[];
    state: string;
  }
  interface PaperPlan {
    id: string;
    name: string;
    why: string;
    each: string;
    when: When;
    basis: string[];
    forms: [string, string][];
    digest: string;
    blocks: BlockPlan[];
  }
  interface Paper {
    id: string;
    name: string;
    why: string;
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
    readProfile(value: any, model: Model): Firm.Profile;
    readFound(value: any, model: Model): FoundRow[];
    byId<T extends { id: string }>(things: T[], id: unknown): T | null;
    made(profile: Firm.Profile, found: FoundRow[], model: Model): Paper[];
    missingOf(papers: Paper[]): string[];
    [more: string]: any;
  }
  type WriteDocx = (papers: Paper[], cover: Cover, model: Model, library: any) => Uint8Array<ArrayBuffer>;
}

interface Window {
  HB: HandbookNamespace;
  handbookContract: PageContract;
  handbookPoints: HandbookPoints;
  handbookGuidance?: GuidanceById;
  handbookLedger: LedgerModel;
  handbookVisitSheet: Ledger.Leaf;
  /** Each class of industries: code, blank, name. */
  handbookIndustryClasses: string[];
  fflate: Fflate;
  /** scripts/handbook/pack/model_script.py */
  handbookPack: Pack.Model;
  handbookPackTemplate: string;
  handbookPackCurrent: Pack.Current;
  PizZip: any;
  docxtemplater: any;
  qrcode: QrLibrary;
  /**
   * scripts/handbook/site/moved_downloads.py: where a file ever offered is now, by its name without the
   * edition.
   */
  handbookDownloads?: Record<string, string>;
  handbookUnprinted?: string[];
  handbookSearch: Search.Index;
  handbookSearchTexts: Search.Texts;
  handbookSearchAsked: Search.Asked;
  HandbookSearchEngine: any;
  HandbookSearchWords: any;
  /** Called by the theme's own program. */
  __md_scope: URL;
  __md_hash(text: string): number;
  __md_get(key: string, storage?: Storage, place?: URL): any;
  __md_set(key: string, value: unknown, storage?: Storage, place?: URL): void;
}
