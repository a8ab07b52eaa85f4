"""Words that value: praise, blame and scorn. A list in plain sight, short of what any author can think of."""

from __future__ import annotations

from holdfast.reading.wordlist import words

VALUING = words(
    """
    absurd absurdity appalling arrogant arrogance atrocious atrocity awful barbaric barbarous betray betrayal
    bizarre blatant bloodthirsty blunder botched brave brilliant brutal brutality bungled callous catastrophic
    charade cheap clever clumsy contemptible contempt corrupt courageous cowardly coward crazy criminal cruel
    cunning cynical cynicism deceitful decent deceptive delusion delusional deplorable deranged despicable devious
    dirty disastrous disgraceful disgrace dishonest dishonourable dismal dreadful dubious evil excellent extremist
    fanatical fanatic farce farcical fascist fatuous feeble flawed folly fool foolish fools fraud fraudulent futile
    generous ghastly glorious good-faith grotesque hateful hatred hawkish heroic hideous honourable honorable
    horrible horrific humiliating humiliation hypocrisy hypocritical hysteria hysterical idiotic ignorant
    illegitimate immoral impressive inadequate incompetent incompetence indefensible inept inexcusable infamous
    inhuman insane insanity insolent irresponsible laughable lie lies lying ludicrous lunacy mad madness malicious
    meaningless mendacious merciless mindless misguided monstrous murderous naive naïve nasty nefarious nonsense
    notorious obscene odious outrageous outrage pathetic perfidious pernicious perverse petty phoney phony pitiful
    pointless poisonous preposterous pretence pretense principled propaganda provocative prudent puppet rabid racist
    rash reasonable reckless recklessness remarkable repugnant reprehensible ridiculous rotten rubbish ruinous
    ruthless sad sane scandalous scandal selfish senseless shabby sham shameful shameless shoddy shrewd sillier
    silly sinister sober so-called sordid spineless splendid statesmanlike statesmanship stupid stupidity suicidal
    tawdry terrible thuggish tiresome toxic tragic treacherous treachery treason trivial tyrannical ugly
    unacceptable unconscionable unfair unforgivable unhinged unjust unjustified unreasonable unscrupulous
    unspeakable useless vain vicious vile villain vindictive warmonger warmongering warmongers weak-minded welcome
    wicked wise wisely wisdom witless worthless worthy wretched wrong-headed grown-up tireless laudable admirable
    admired commendable constructive unhelpful regrettable lamentable deeply-flawed cave-in capitulation appeasement
    stunt ploy ruse trap pretend pretending hollow empty rhetoric ideologues ideologue clique cronies crony regime
    rightly wrongly sadly unfortunately fortunately thankfully alas happily mercifully foolishly recklessly
    shamefully stupidly predictably laughably
    """
)
"""Single words, in lower case."""

PHRASES = (
    "nothing of the sort",
    "no fool",
    "bad faith",
    "good faith",
    "pie in the sky",
    "waste of time",
    "step in the right direction",
    "step backwards",
    "beyond the pale",
    "double standard",
    "double standards",
    "fit for purpose",
    "sell-out",
    "selling out",
    "sold out",
    "saber-rattling",
    "sabre-rattling",
    "witch hunt",
    "lip service",
    "bad joke",
    "fool's errand",
    "dead on arrival",
    "hard to take seriously",
    "a better record",
)
