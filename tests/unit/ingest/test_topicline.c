#include "collect.h"

#include "ingest/pagelines.h"
#include "ingest/topicline.h"

/* Learn the topics in `known` (parted by '|') and compare the parts of `line`, joined by '|'. */
static void expect(const char *known, const char *line, const char *parts)
{
	char joined[300] = "";
	dossier_str rest = dossier_str_of(line), topic;
	dsr_topics t = { .count = 0 };

	while (*known) {
		const size_t n = strcspn(known, "|");

		dsr_topics_learn(&t, (dossier_str){ known, n });
		known += n + (known[n] == '|');
	}
	while ((topic = dsr_topics_next(&t, &rest)).n) {
		strcat(joined, *joined ? "|" : "");
		strncat(joined, topic.p, topic.n);
	}
	assert_string_equal(joined, parts);
}

static void glued_topics_are_parted(void **state)
{
	(void)state;
	expect("", "Conflict Analysis & PreventionGlobal Policy", "Conflict Analysis & Prevention|Global Policy");
	expect("", "Rule of LawPeace ProcessesHuman Rights", "Rule of Law|Peace Processes|Human Rights");
	expect("", "Security (Regional)Peace", "Security (Regional)|Peace");
	expect("", "Security (Regional)UN", "Security (Regional)|UN");
	expect("", "Violent ExtremismYouth", "Violent Extremism|Youth");
	expect("", "Social JusticeYouth", "Social Justice|Youth");
	expect("", "EconomicsGlobal Policy", "Economics|Global Policy");
	expect("", " One ", "One");
	expect("", "", "");
}

static void names_with_a_capital_inside_stay_whole(void **state)
{
	static const char *const whole[] = {
		"McDonald", "Old McDonald", "iPhone Policy", "Peace AcT", "YouTube", "YouTube Policy", "Media and YouTube",
		"LinkedIn and Social Media", "Talks in AbuDhabi", "GlobalPolicy", "EnvironmentReligion", "YouTubeMusic Now",
		"Gender and LGBT", "New DefenseUN Plans", "Law in YouTubers",
		"Rule of LawEu Policy", "Foreign PolicyYouth",
	};
	(void)state;
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		expect("", whole[i], whole[i]);
	expect("", "Foreign PolicyYouTube Studies", "Foreign Policy|YouTube Studies");
}

static void known_topics_win(void **state)
{
	(void)state;
	expect("Big McDonaldHo|AI", "GenderAI", "Gender|AI");
	expect("AI", "AIGender", "AI|Gender");
	expect("Peace|Peace Processes", "Peace ProcessesPeace", "Peace Processes|Peace");
	expect("Peace", "Peace Processes", "Peace Processes");
	expect("Gender", "GenderYouth", "Gender|Youth");
	expect("UN Reform", "DefenseUN Reform", "Defense|UN Reform");
}

static void a_line_in_which_topics_may_meet_teaches_nothing(void **state)
{
	(void)state;
	expect("GenderYouth|Gender", "GenderYouth", "Gender|Youth");
	expect("Global PolicyPeace Processes|Peace", "Global PolicyPeace Processes", "Global Policy|Peace Processes");
}

static void no_more_are_learned_than_there_is_room_for(void **state)
{
	dsr_topics t = { .count = 0 };
	static char names[2 * DSR_TOPICS_MAX][8];
	(void)state;

	for (size_t i = 0; i < 2 * DSR_TOPICS_MAX; i++) {
		snprintf(names[i], sizeof names[i], "T %zu", i);
		dsr_topics_learn(&t, dossier_str_of(names[i]));
		dsr_topics_learn(&t, dossier_str_of(names[i]));
	}
	assert_int_equal(t.count, DSR_TOPICS_MAX);
	for (size_t i = 1; i < t.count; i++)
		assert_true(t.known[i - 1].n >= t.known[i].n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(glued_topics_are_parted),
		cmocka_unit_test(names_with_a_capital_inside_stay_whole),
		cmocka_unit_test(known_topics_win),
		cmocka_unit_test(a_line_in_which_topics_may_meet_teaches_nothing),
		cmocka_unit_test(no_more_are_learned_than_there_is_room_for),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}
