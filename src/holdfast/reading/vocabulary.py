"""The words by which reports of speech, thought and wishes are known. Data, to be argued about."""

from __future__ import annotations

from holdfast.reading.inflect import table
from holdfast.reading.wordlist import words

SPEECH = words(
    """
    say tell announce warn argue claim insist acknowledge admit concede assert allege contend caution declare deny
    disclose emphasize emphasise stress explain confirm reiterate remark respond reply retort predict forecast quip
    tweet testify conclude speculate complain accuse blame condemn denounce criticize criticise praise applaud commend
    lambast lambaste decry deride chide implore plead urge recommend advise hint imply vow pledge promise threaten swear
    boast brag lament opine proclaim profess reassert reaffirm rebut refute inform notify assure reassure remind inquire
    characterize characterise portray depict dub joke scoff mock ridicule rebuke reprimand berate laud extol hail
    foresee foretell object counter underline underscore reckon maintain affirm aver posit surmise postulate
    corroborate echo elaborate enthuse exclaim gush protest recount reprove stipulate theorize theorise vouch whisper
    shout yell thank congratulate apologize apologise appeal undertake cite proffer opine chastise castigate lecture
    marvel muse gripe grumble fume bemoan trumpet tout herald
    """
)
"""Verbs of speech: with a source in front of them they report words."""

WEAK = words(
    """
    add call note suggest indicate state observe reveal report write show find continue propose describe recall mention
    label see hold know hear learn consider regard view deem judge question ask answer wonder comment dismiss liken
    compare signal ask conclude detail document estimate calculate determine rule post publish read point repeat
    recognize recognise realize realise understand discuss debate raise voice express issue deliver put speak talk
    feel agree disagree decide interpret cast frame brand slam blast attack assail defend advocate outline note
    discover charge dispute order lash demur bristle chant rail plead
    address demonstrate establish acknowledge project quote relate remark communicate convey mean think
    """
)
"""Verbs that report only where something else says so: a clause, a quotation, or a source that can speak."""

THOUGHT = words(
    """
    believe think expect fear doubt suspect assume presume anticipate hope worry regret imagine guess trust wish
    suppose envisage envision bet complain want intend desire aspire rejoice welcome
    """
)
"""Verbs of belief, expectation and wish."""

STANCE = words(
    """
    want refuse decline reject oppose support favour favor endorse back demand insist accept seek wish prefer resist
    welcome embrace agree request plan hope intend aim desire vow pledge promise threaten undertake urge offer
    dislike hate love resent tolerate veto approve disapprove condemn denounce propose rule advocate object appeal
    require recognize recognise vote challenge
    """
)
"""Verbs that put a party for or against something; a proposal of kind ``position`` rests on one of them."""

COMMISSIVE = words("vow pledge promise threaten undertake refuse demand insist urge offer reject oppose")
TO_ONLY = words("refuse decline hope intend plan seek agree aim aspire offer prefer wish love hate want vow desire")
"""Verbs of stance that count where ``to`` follows; most of the others may have an object."""
NEEDS_OBJECT_STANCE = words("back rule require love hate")

VERBS = table(SPEECH | WEAK | THOUGHT | STANCE)

NOUN_CUES = words(
    """
    accusation allegation announcement argument assertion assessment assumption assurance belief claim complaint
    conclusion contention conviction declaration denial demand doubt estimate expectation fear finding forecast
    guarantee hint hope idea implication insistence judgement judgment message notion objection opinion pledge
    prediction promise proposal proposition report reports rumour rumor rumours rumors statement suggestion
    suspicion theory threat view vow warning reminder admission perception prospect impression understanding charge
    concern worry sense consensus feeling
    """
)
"""Nouns that report where ``that`` (or ``to``) follows."""

ADJECTIVES = words(
    """
    confident convinced certain sure aware afraid worried concerned hopeful optimistic pessimistic sceptical skeptical
    adamant insistent doubtful fearful keen eager reluctant unwilling unconvinced alarmed angry furious pleased
    satisfied dissatisfied disappointed grateful proud committed opposed determined anxious wary dismissive critical
    supportive unhappy
    """
)
"""Adjectives of a mind: with a source in front and a form of *be* they report."""
READY = words("ready willing prepared unwilling reluctant keen eager determined unprepared disposed")
"""Adjectives by which a party takes a position; ``to`` follows."""

PASSIVE = words(
    """
    said believed thought reported alleged rumoured rumored expected assumed understood known considered presumed
    claimed feared hoped suspected supposed accused blamed criticized criticised praised condemned quoted told warned
    described seen viewed regarded urged asked promised assured informed advised
    deemed predicted projected forecast estimated hailed
    """
)
ADVERBS = words("reportedly allegedly purportedly supposedly ostensibly apparently avowedly admittedly")
HEARSAY = words("reportedly allegedly purportedly supposedly")

PEOPLE = words(
    """
    official officials spokesman spokeswoman spokesperson spokesmen minister ministers ministry government president
    chancellor premier leader leaders envoy ambassador diplomat diplomats negotiator negotiators delegation
    delegations delegate delegates general generals commander commanders command colonel major analyst analysts
    expert experts critic critics opponent opponents supporter supporters aide aides adviser advisers advisor
    advisors source sources lawmaker lawmakers senator senators deputy deputies parliament congress senate assembly
    cabinet council commission committee court judge judges police prosecutors prosecutor lawyer lawyers attorney
    campaign party parties union unions group groups coalition alliance agency agencies office report reports study
    studies poll polls survey surveys document documents letter statement communique newspaper newspapers media
    press journalist journalists reporter reporters commentator commentators author authors historian historians
    scholar scholars professor economist economists researcher researchers scientist scientists observer observers
    people man woman men women voter voters resident residents villager villagers islander islanders farmer farmers
    worker workers activist activists rebel rebels insurgent insurgents fighter fighters soldier soldiers troops
    army military navy ally allies side sides neighbour neighbours neighbor neighbors candidate candidates rival
    rivals colleague colleagues friend friends mediator mediators secretariat secretary mayor governor director
    chief head chairman chairwoman chair speaker politician politicians elite elites public publics regime
    administration kremlin establishment bloc faction factions wing hawks doves sceptics skeptics hardliners
    moderates nationalists company companies bank investors traders executive executives board organization
    organisation organizations organisations institute institution institutions monitors inspectors witness
    witnesses victim victims family families others some many most few several one two three both everyone everybody
    nobody someone anyone readers reader capital capitals country countries nation nations state states republicans
    democrats republican democrat conservatives liberals staff team member members majority minority percent person
    community insider insiders veteran veterans doctor doctors student students teacher teachers pundit pundits
    respondents americans europeans russians ukrainians chinese british french germans father mother son daughter
    couple manager managers strategist strategists consultant consultants pollster pollsters operative operatives
    donor donors advocate advocates representative representatives congressman congresswoman legislature
    caucus conference network foundation firm firms jury justice justices sheriff officer officers agent agents
    detective detectives counterpart counterparts predecessor successor nominee incumbent contender boss columnist
    columnists editor editors host parent parents patient patients tribe tribes clan clans clergy pope king queen
    prince employee employees survivor survivors refugee refugees mate host scientists regulator regulators watchdog
    watchdogs auditor auditors chamber federation cable cables dispatch admiral admirals captain captains lieutenant
    republic republics memoir memoirs diary diaries testimony sergeant marshal sultan emir duke bishop bishops
    wife husband brother memo article editorial essay paper book indictment complaint lawsuit filing records data
    figures statistics transcripts opposition defenders transcript email emails intelligence inspector treasury
    department
    """
)
"""Nouns for those who can speak, think and want, and for texts that report."""

PRONOUNS = words("he she they we i you who it")
COLLECTIVE = words(
    """
    publics public politicians elites elite machinery establishment hawks doves sceptics skeptics hardliners moderates
    nationalists generals diplomats officials negotiators rebels insurgents voters farmers critics opponents lawmakers
    militias mediators monitors peacekeepers allies bureaucracy oligarchs commanders leadership opposition army military
    """
)
"""Groups that act as one without a proper name."""

CERTAINTY = words("will 'll won't shall")
STATIVE = words(
    """
    be have know think want seem mean believe need like exist lie depend contain include reflect explain appear feel
    belong consist equal hold own owe resemble sound suppose understand wonder wish look care matter suggest indicate
    prove say ask argue add call imagine see remember recall note
    """
)
"""Verbs after *may* or *might* that speak of what is rather than of what comes."""
