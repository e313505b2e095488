package ai.superit.halo.simulator;

import java.util.List;
import java.util.random.RandomGenerator;

/// Names of people, firms and places; all invented or generic.
final class Words {
  static final List<String> FIRST =
      split(
          "Ana Ben Carla Dev Elena Femi Greta Hassan Ingrid Jamal Karin Luis Maya Nils Olga Pedro"
              + " Quinn Rosa Sven Tara Umar Vera Wei Ximena Yara Zoe Alan Bianca Conor Dora Erik"
              + " Fatima Gavin Hana Ivan Julia Kofi Lena Marco Nadia Oscar Petra Rafael Silvia"
              + " Theo Ursula Viktor Wanda Yusuf Zara Aisha Bruno Chloe Dmitri Emma Felix Gina"
              + " Hugo Iris Joel Kate Leo Mina Noah Paula Rita Simon Tess Anton Beatriz");
  static final List<String> LAST =
      split(
          "Diaz Cooper Lindqvist Okoro Meyer Rossi Novak Silva Brandt Haas Ito Jensen Kumar Lopez"
              + " Moreau Nowak Olsen Petrov Quigley Romano Schmidt Turner Urban Vasquez Weber Young"
              + " Zeller Abbott Becker Clarke Dubois Evans Fischer Grant Hughes Ibrahim Jones Kaya"
              + " Larsen Mbeki Nguyen Patel Ramos Stone Thorne Vogel Wright Yilmaz Adams Bauer"
              + " Castro Dunn Ekberg Ferrari Gallo Hill Ivers Kramer Lowe Mann Nash Park Reyes"
              + " Sato Tran Usher Wolf Zhang");
  static final List<String> FIRMS =
      split(
          "Northwind Bluebird Cedar Harbour Granite Willow Summit Lakeside Orchard Falcon Juniper"
              + " Maple Silverline Riverside Beacon Cobalt Meadow Ironbridge Sunrise Oakfield"
              + " Redstone Clearwater Highland Westgate Larkspur Kestrel Amberley Foxglove Stonegate"
              + " Brightwater Elmwood Copper Thornbury Whitfield Marlow Ashdown Kingsley Fairview");
  static final List<String> TRADES =
      List.of(
          "Logistics",
          "Dental Care",
          "Legal",
          "Accounting",
          "Engineering",
          "Foods",
          "Interiors",
          "Veterinary Clinic",
          "Architects",
          "Insurance Brokers",
          "Plastics",
          "Travel",
          "Media",
          "Care Homes",
          "Motors",
          "Packaging",
          "Surveyors",
          "Brewery",
          "School Trust",
          "Estates");
  static final List<String> CITIES =
      List.of(
          "Ashford", "Bexhill", "Carlow", "Dorking", "Ely", "Frome", "Goole", "Hexham", "Ilkley",
          "Kendal", "Ludlow", "Malton", "Newquay", "Oakham", "Penrith", "Ripon", "Selby", "Thirsk");
  static final List<String> STREETS =
      List.of(
          "Mill Lane", "Station Road", "High Street", "Park Avenue", "Quay Street", "Church Road");
  static final List<String> SITE_NAMES =
      List.of("Head Office", "Warehouse", "Branch", "Workshop", "Showroom", "Depot", "Annex");
  static final List<String> TITLES =
      List.of(
          "Office Manager",
          "Accountant",
          "Director",
          "Sales Executive",
          "Receptionist",
          "Engineer",
          "HR Manager",
          "Buyer",
          "Team Leader",
          "Operations Manager",
          "Assistant",
          "Designer");

  private Words() {}

  static <T> T pick(List<T> from, RandomGenerator random) {
    return from.get(random.nextInt(from.size()));
  }

  private static List<String> split(String words) {
    return List.of(words.split(" ", -1));
  }
}
