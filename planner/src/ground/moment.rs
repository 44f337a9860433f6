//! Moments as documents write them: RFC 3339 in UTC, whole seconds. The planner has no clock; it can
//! count from a moment that it is given.

const SHAPE: &[u8] = b"0000-00-00T00:00:00Z";

/// True for `YYYY-MM-DDTHH:MM:SSZ`: one width, so that byte order is order in time.
pub(crate) fn is_moment(text: &str) -> bool {
    let fits = |(byte, place): (u8, &u8)| match place {
        b'0' => byte.is_ascii_digit(),
        _ => byte == *place,
    };
    text.len() == SHAPE.len() && text.bytes().zip(SHAPE).all(fits)
}

/// The moment so many seconds later; `None` for what is no moment, or has none after it.
pub(crate) fn later(moment: &str, seconds: u32) -> Option<String> {
    if !is_moment(moment) {
        return None;
    }
    let part = |from: usize, to: usize| moment.get(from..to)?.parse::<i64>().ok();
    let days = days_of(part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let of_day = part(11, 13)? * 3600 + part(14, 16)? * 60 + part(17, 19)?;
    let total = days * 86_400 + of_day + i64::from(seconds);
    let (year, month, day) = date_of(total.div_euclid(86_400));
    let rest = total.rem_euclid(86_400);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
    is_moment(&text).then_some(text)
}

/// Days since 1 March of the year 0, in the Gregorian calendar: months are counted from March, so
/// that the day that leap years have is the last one.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let leap = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap + (153 * month + 2) / 5 + day - 1
}

/// The inverse of [`days_of`].
fn date_of(days: i64) -> (i64, i64, i64) {
    const OF_400_YEARS: i64 = 146_097;
    let (era, rest) = (days.div_euclid(OF_400_YEARS), days.rem_euclid(OF_400_YEARS));
    let year = (rest - rest / 1460 + rest / 36_524 - rest / 146_096) / 365;
    let of_year = rest - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_moment_is_that_of_the_calendar() {
        for (moment, seconds, expected) in [
            ("2026-11-26T08:06:45Z", 0, "2026-11-26T08:06:45Z"),
            ("2026-11-26T08:06:45Z", 86_400, "2026-11-27T08:06:45Z"),
            ("2026-12-31T23:59:59Z", 1, "2027-01-01T00:00:00Z"),
            ("2027-02-28T12:00:00Z", 86_400, "2027-03-01T12:00:00Z"),
            ("2028-02-28T12:00:00Z", 86_400, "2028-02-29T12:00:00Z"),
            ("2000-02-28T12:00:00Z", 86_400, "2000-02-29T12:00:00Z"),
            ("2100-02-28T12:00:00Z", 86_400, "2100-03-01T12:00:00Z"),
            ("2026-01-01T00:00:00Z", 366 * 86_400, "2027-01-02T00:00:00Z"),
        ] {
            assert_eq!(later(moment, seconds).as_deref(), Some(expected));
        }
        for none in [
            "",
            "infinity",
            "2026-11-26 08:06:45Z",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(later(none, 1), None, "{none}");
        }
    }

    #[test]
    fn every_day_of_400_years_comes_back() {
        let mut last = days_of(1999, 12, 31);
        for year in 2000..2400 {
            for month in 1..=12 {
                for day in 1..=28 {
                    let days = days_of(year, month, day);
                    assert!(days > last);
                    assert_eq!(date_of(days), (year, month, day));
                    last = days;
                }
            }
        }
    }
}
