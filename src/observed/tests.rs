//! What is read from files, and what is told about bad ones.

use super::*;
use crate::document::{Allowed, FileError};
use crate::engine::record::Outcome;

#[track_caller]
fn counts(text: &str) -> Table<Count> {
    match read("lab.csv", text) {
        Ok(Observed::Counts(table)) => table,
        other => panic!("{text}: {other:?}"),
    }
}

#[track_caller]
fn refused(text: &str) -> Vec<FileError> {
    read("lab.csv", text).expect_err(text).each()
}

/// Line, column and message of the only mistake.
#[track_caller]
fn mistake(text: &str) -> (usize, String, String) {
    let all = refused(text);
    assert_eq!(all.len(), 1, "{text}: {all:#?}");
    let error = &all[0];
    let column = error.key.as_ref().map(|key| key.dotted()).unwrap_or_default();
    (
        error.line.as_ref().map_or(0, |line| line.number),
        column,
        error.to_string(),
    )
}

#[test]
fn counts_are_read_with_their_units() {
    let text = "condition,Flask,Time (h),Type,cells_per_mL,volume_uL,sampled_uL,passage,drug,dose [uM]\n\
                DMSO,A,0,sensitive,1e5,10000,10,,,\n\
                DMSO,A,72,sensitive,\"4e5\",10000,20,1:8,,\n\
                brigatinib,B,0,,2e5,5000,,12.5%,brigatinib,0.1\n";
    let table = counts(text);
    let [first, second, third] = &table.records[..] else {
        panic!()
    };
    assert_eq!((first.line, first.day, first.cells), (2, 0.0, 1e6));
    assert_eq!(
        (first.population.as_deref(), first.sampled, first.kept),
        (Some("sensitive"), Some(0.001), None)
    );
    assert_eq!(
        (second.day, second.cells, second.kept, second.sampled),
        (3.0, 4e6, Some(0.125), Some(0.002))
    );
    assert_eq!((third.cells, third.kept, third.dose), (1e6, Some(0.125), Some(100.0)));
    assert_eq!(
        (third.drug.as_deref(), third.population.as_deref()),
        (Some("brigatinib"), None)
    );
    assert_eq!(table.conditions(), [Some("DMSO"), Some("brigatinib")]);
    assert_eq!(table.of_condition(Some("DMSO")).count(), 2);
}

#[test]
fn the_forms_of_files_are_read_alike() {
    let plain = counts("flask,day,cells\nA,0,1000\nA,3,4e3\n");
    for text in [
        "\u{feff}flask,day,cells\nA,0,1000\nA,3,4e3\n",
        "flask,day,cells\r\nA,0,1000\r\nA,3,4e3\r\n",
        "\"flask\",\"day\",\"cells\"\n\"A\",\"0\",\"1000\"\n\"A\",\"3\",\"4e3\"",
        "flask\tday\tcells\nA\t0\t1000\nA\t3\t4e3\n",
        "flask , day , cells\n A , 0 , 1000 \nA,3,4e3\n",
        "flask,day,cells\nA,0,1000\nA,3,4e3,,\n",
        "flask,days,cell_count\nA,0,1\u{30}00\nA,3,4E+03\n",
    ] {
        assert_eq!(counts(text).records, plain.records, "{text}");
    }
    // Remarks, a line for spreadsheets and empty lines count as lines.
    let remarked = counts("# made up\nsep=,\n\nflask,day,cells\n\nA,0,1000\n,,\nA,3,4e3\n");
    let lines: Vec<usize> = remarked.records.iter().map(|record| record.line).collect();
    assert_eq!(lines, [6, 8]);
    let windows = counts("flask,day,cells\r\n\r\nA,0,1000\r\n\r\n\r\nA,3,4e3\r\n");
    let lines: Vec<usize> = windows.records.iter().map(|record| record.line).collect();
    assert_eq!(lines, [3, 6]);
}

#[test]
fn every_kind_is_recognised_and_read() {
    let plates = read(
        "p.csv",
        "drug,dose,dose_unit,signal,plate,well,hours\nalectinib,10,nM,5000,1,A1,72\n,0,uM,9000,1,A2,72\nalectinib,1,uM,-3,1,A3,72\n",
    );
    let Ok(Observed::Plates(plates)) = plates else {
        panic!("{plates:?}")
    };
    let doses: Vec<f64> = plates.records.iter().map(|well| well.dose).collect();
    assert_eq!(doses, [10.0, 0.0, 1000.0]);
    assert_eq!(
        (plates.records[1].drug.as_deref(), plates.records[2].signal),
        (None, -3.0)
    );
    assert_eq!(
        (plates.records[0].hours, plates.records[0].well.as_deref()),
        (Some(72.0), Some("A1"))
    );

    let outcomes = read(
        "o.csv",
        "flask,day,outcome,mechanisms\nA,90,Resistant,G1202R; MET amplification\nB,120,given up,\nC,60,extinct,none\n",
    );
    let Ok(Observed::Outcomes(outcomes)) = outcomes else {
        panic!("{outcomes:?}")
    };
    let found: Vec<Outcome> = outcomes.records.iter().map(|ending| ending.outcome).collect();
    assert_eq!(found, [Outcome::Resistant, Outcome::GivenUp, Outcome::Extinct]);
    let mechanisms = outcomes.records[0].mechanisms.as_deref();
    assert_eq!(
        mechanisms,
        Some(&["G1202R".to_owned(), "MET amplification".to_owned()][..])
    );
    assert_eq!(outcomes.records[1].mechanisms, None);

    let fractions = read(
        "f.csv",
        "flask,day,change,vaf (%),reads\nA,30,G1202R,12.5,800\nA,60,G1202R,50,900\nA,30,C1156Y,1,800\n",
    );
    let Ok(Observed::Fractions(fractions)) = fractions else {
        panic!("{fractions:?}")
    };
    assert_eq!(
        (fractions.records[0].vaf, fractions.records[0].depth),
        (0.125, Some(800.0))
    );

    let colonies = read(
        "c.csv",
        "culture,count,plated_share,final_cells_per_mL,volume_mL\n1,0,0.4,1e8,2\n2,107,40%,1e8,2\n",
    );
    let Ok(Observed::Colonies(colonies)) = colonies else {
        panic!("{colonies:?}")
    };
    assert_eq!(colonies.records[1].count, 107);
    assert_eq!(
        (colonies.records[1].plated, colonies.records[1].final_cells),
        (Some(0.4), Some(2e8))
    );
    let bare = read("c.csv", "mutants\n3\n0\n");
    let Ok(Observed::Colonies(bare)) = bare else {
        panic!("{bare:?}")
    };
    assert_eq!((bare.records[1].culture.as_str(), bare.records[1].plated), ("2", None));

    let barcodes = read("b.csv", "arm,barcode,count\nA,ACGT,10\nB,ACGT,0\n");
    let Ok(Observed::Barcodes(barcodes)) = barcodes else {
        panic!("{barcodes:?}")
    };
    assert_eq!((barcodes.records[1].arm.as_str(), barcodes.records[1].count), ("B", 0));
    // A count per flask and day is of cells, not of colonies.
    assert_eq!(counts("flask,day,count\nA,0,10\n").records[0].cells, 10.0);
}

#[test]
fn columns_and_kind_may_be_stated() {
    let text = "tube no,t,n\n1,0,100\n1,3,800\n";
    let columns = [("tube no", "flask"), ("t", "day"), ("n", "cells")];
    let stated = Stated {
        kind: Some(Kind::Counts),
        columns: columns
            .map(|(theirs, ours)| (theirs.to_owned(), ours.to_owned()))
            .to_vec(),
    };
    let Ok(Observed::Counts(table)) = read_as("x.csv", text, &stated) else {
        panic!()
    };
    assert_eq!((table.records[1].flask.as_str(), table.records[1].day), ("1", 3.0));
    let wrong = read_as("x.csv", "tube,t,n\n1,0,100\n", &stated).unwrap_err();
    assert_eq!(wrong.key.unwrap().dotted(), "tube no");
    assert_eq!(wrong.nearest.as_deref(), Some("tube"));
}

#[test]
fn foreign_columns_are_listed_and_slips_are_mistakes() {
    let table = counts("flask,date,operator,day,cells,cells_sd\nA,2024-03-05,KL,0,1000,30\n");
    assert_eq!(table.unread, ["date", "operator", "cells_sd"]);
    let slip = &refused("flask,day,cells,pasage\nA,0,1000,0.1\n")[0];
    assert_eq!(slip.key.as_ref().unwrap().dotted(), "pasage");
    assert_eq!(slip.nearest.as_deref(), Some("passage"));
}

#[test]
fn mistakes_of_the_header_are_named() {
    let doubled = mistake("flask,day,cells,days\nA,0,1,0\n");
    assert_eq!((doubled.0, doubled.1.as_str()), (1, "days"));
    assert!(doubled.2.contains("is there twice: column 2 is `day`"), "{}", doubled.2);
    let missing = mistake("flask,cells,sampled_share\nA,1,0.1\n");
    let (_, column, told) = missing;
    assert_eq!(column, "day");
    assert!(
        told.contains("allowed: day (or days, hour, hours, time); counts: flask"),
        "{told}"
    );
    let missing = mistake("drug,dose_nM,plate\nx,1,1\n");
    assert!(missing.2.contains("`signal` is missing"), "{}", missing.2);
    assert!(missing.2.contains("plates: drug, dose_nM, signal ["), "{}", missing.2);
    for (text, column, cell) in [
        ("drug,dose_nm,signal\nx,1,1\n", "dose_nm", "nm"),
        ("drug,dose (ng/mL),signal\nx,1,1\n", "dose (ng/mL)", "ng/mL"),
        ("flask,time (years),cells\nA,1,1\n", "time (years)", "years"),
    ] {
        let all = refused(text);
        let (error, told) = (&all[0], all[0].to_string());
        assert_eq!(error.key.as_ref().unwrap().dotted(), column);
        assert!(told.contains(&format!("\"{cell}\" is an unknown unit")), "{told}");
        assert!(matches!(error.allowed, Some(Allowed::Names(_))), "{told}");
    }
    assert_eq!(
        refused("drug,dose_nm,signal\nx,1,1\n")[0].nearest.as_deref(),
        Some("nM")
    );
    let without = mistake("drug,dose,signal\nx,1,1\n");
    assert!(
        without.2.contains("`dose` has no unit") && without.2.contains("dose_nM"),
        "{}",
        without.2
    );
    let volume = mistake("flask,day,cells_per_mL\nA,0,1e5\n");
    assert!(
        volume.2.contains("needs the volume") && volume.2.contains("volume_mL"),
        "{}",
        volume.2
    );
    let unknown = mistake("a,b,c\n1,2,3\n");
    assert!(
        unknown.2.contains("counts: flask, day, cells [") && unknown.2.contains("barcodes: arm"),
        "{}",
        unknown.2
    );
}

#[test]
fn mistakes_of_cells_are_named_with_line_and_column() {
    for (rows, line, column, part) in [
        ("A,0,\"1,5\"", 2, "cells", "has a decimal comma"),
        ("A,0,-3", 2, "cells", "is negative"),
        ("A,0,", 2, "cells", "is empty"),
        ("A,0,NA", 2, "cells", "is missing"),
        ("A,0,NaN", 2, "cells", "is no finite number"),
        ("A,0,inf", 2, "cells", "is no finite number"),
        ("A,0,lots", 2, "cells", "is no number"),
        ("A,0,1e17", 2, "cells", "is out of range"),
        ("A,3-Mar,5", 2, "day", "looks like a date"),
        ("A,2024-03-05,5", 2, "day", "looks like a date"),
        ("A,45356,5", 2, "day", "a spreadsheet keeps dates as such numbers"),
        ("A,-1,5", 2, "day", "is negative"),
        ("3-Mar,0,5", 2, "flask", "looks like a date"),
        (",0,5", 2, "flask", "is empty"),
        (
            "A,0,5\nA,3,6\nB,0,1\nA,2,7",
            5,
            "day",
            "runs backwards: line 3 of the same flask has day 3",
        ),
        ("A,0,1,5", 2, "", "a row has more cells than the header: 4 and 3"),
        ("A,0", 2, "", "a row has fewer cells than the header: 2 and 3"),
        ("A,0,\"1,000,000\"", 2, "cells", "has separators of thousands"),
        ("A,0,> 100", 2, "cells", "is a bound"),
        ("A,0,#DIV/0!", 2, "cells", "is an error of the spreadsheet"),
        ("\"A,0,5\nB,0,6\n", 2, "", "a row has fewer cells"),
    ] {
        let (at, named, told) = mistake(&format!("flask,day,cells\n{rows}\n"));
        assert_eq!((at, named.as_str()), (line, column), "{told}");
        assert!(
            told.starts_with(&format!("lab.csv:{line}: ")) && told.contains(part),
            "{told}"
        );
    }
    for (text, column, part) in [
        ("flask,day,cells,passage\nA,0,5,12\n", "passage", "is no share"),
        ("flask,day,cells,passage\nA,0,5,0\n", "passage", "keeps nothing"),
        (
            "flask,day,cells,sampled_uL,volume_mL\nA,0,5,2000,1\n",
            "sampled_uL",
            "more than the flask holds",
        ),
        (
            "flask,day,change,vaf\nA,0,G1202R,12\n",
            "vaf",
            "put (%) into the header",
        ),
        ("culture,count\n1,2.5\n", "count", "is no whole number"),
        (
            "culture,count\n1,2\n1,3\n",
            "culture",
            "is there twice: it stands on line 2",
        ),
        (
            "flask,day,outcome\nA,1,resistent\n",
            "outcome",
            "did you mean `resistant`?",
        ),
        (
            "flask,day,outcome\nA,1,extinct\nA,2,extinct\n",
            "flask",
            "is there twice",
        ),
        ("drug,dose_nM,signal\n,5,1\n", "drug", "is empty"),
        (
            "drug,dose,dose_unit,signal\nx,5,mg,1\n",
            "dose",
            "\"mg\" is an unknown unit",
        ),
        ("arm,barcode,count\nA,ACGT,1\nA,ACGT,2\n", "barcode", "is there twice"),
    ] {
        let (_, named, told) = mistake(text);
        assert_eq!(named, column, "{told}");
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn what_is_no_table_is_told() {
    for (text, part) in [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("flask,day,cells\n", "has a header and no rows"),
        ("flask;day;cells\nA;0;1,5\n", "semicolons between its columns"),
        ("\u{1}\u{2}garbage,\u{3}\n", "control characters"),
    ] {
        let (_, _, told) = mistake(text);
        assert!(told.contains(part), "{told}");
    }
    let bytes = |bytes: &[u8]| super::text("lab.xlsx", bytes.to_vec()).unwrap_err().to_string();
    assert!(bytes(b"PK\x03\x04rest").contains("workbook of Excel"));
    assert!(bytes(b"PK\x03\x04rest").contains("save it as CSV"));
    assert!(bytes(&[0xff, 0xfe, b'a', 0]).contains("UTF-16"));
    assert!(bytes(b"a\0b").contains("is no text"));
    assert!(bytes(b"flask,dose_\nx,\xb5M\n").contains("on line 2"));
    assert_eq!(super::text("lab.csv", b"a,b\n".to_vec()), Ok("a,b\n".to_owned()));
}

#[test]
fn all_mistakes_are_told_at_once_and_alike_ones_counted() {
    let mut text = "flask,day,cells,passage\n".to_owned();
    for row in 0..100 {
        text += &format!("A,{row},-{row}.5,{}\n", if row == 50 { "7" } else { "" });
    }
    let all = refused(&text);
    assert_eq!(all.len(), 4);
    let lines: Vec<usize> = all.iter().map(|error| error.line.as_ref().unwrap().number).collect();
    assert_eq!(lines, [2, 3, 4, 52]);
    assert_eq!(all[2].help, ["the same in 97 more lines"]);
    // However bad a file is, what is told stays short, and nothing is forgotten.
    let mut bad = "flask,day,cells,passage,dose_nM,sampled_share,volume_mL\n".to_owned();
    for cell in ["x", "\"1,5\"", "NaN", "-1", "3-Mar"] {
        bad += &format!("A,{cell},{cell},{cell},{cell},{cell},{cell}\n");
    }
    let all = refused(&bad);
    assert_eq!(all.len(), 20);
    assert_eq!(all[19].help.last().unwrap(), "and 5 more mistakes of other kinds");
}

/// One pass: no row looks at all rows before it.
#[test]
fn many_rows_are_read() {
    let mut text = "condition,flask,day,cells\n".to_owned();
    for row in 0..100_000 {
        text += &format!("{},{},{},{}\n", row % 7, row % 1000, row / 1000, row);
    }
    let table = counts(&text);
    assert_eq!((table.records.len(), table.records[99_999].cells), (100_000, 99_999.0));
    assert_eq!(table.conditions().len(), 7);
}
